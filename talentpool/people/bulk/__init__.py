"""Many people changed at once: planned, shown old beside new, carried out as one act, taken back whole."""
