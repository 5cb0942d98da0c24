"""Every route × method × role × place: who gets what, and whose texts never reach whom."""
