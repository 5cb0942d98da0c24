"""The pages of acts on the pool."""
