"""The engine: k-extendibility along a line, on its face, in witness form."""
