"""People: who they are, how they are named, found and matched."""
