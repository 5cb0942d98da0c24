"""The first page: what wants attention today."""
