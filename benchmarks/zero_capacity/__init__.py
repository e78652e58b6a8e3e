"""How much further out zero capacity is proved than by antidegradability, generically."""
