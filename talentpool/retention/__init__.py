"""How long people's data are kept, how they are erased for good, and what people may ask for (PIPL 19, 45–47)."""
