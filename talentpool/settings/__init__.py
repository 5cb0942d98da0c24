"""What an office sets for itself, as data with dates: age rule, labels, words of its own, structure targets."""
