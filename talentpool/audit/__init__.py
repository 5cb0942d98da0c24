"""What changed, by whom, in which act; and what happened besides."""
