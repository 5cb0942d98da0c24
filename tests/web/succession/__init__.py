"""Who could succeed whom."""
