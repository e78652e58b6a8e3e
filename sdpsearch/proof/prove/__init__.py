"""From what the engine found to proofs: one file for each kind of claim."""
