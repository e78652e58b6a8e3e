"""Upper bounds on the quantum capacity, for any channel."""
