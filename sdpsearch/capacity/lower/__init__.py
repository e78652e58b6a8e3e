"""Lower bounds on the quantum capacity: coherent information, and its maximum."""
