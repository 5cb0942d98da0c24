"""Values that stand encrypted in the database: keys, seals bound to their row, blind indexes, columns."""
