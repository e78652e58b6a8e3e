"""The same questions, answers known, for this package and for its peers."""
