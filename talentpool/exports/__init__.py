"""Files out: one registry, one door, where masking, scope and the record of who took what are."""
