"""What is done to the pool, each act in one transaction."""
