"""Files taken in, on a real database."""
