"""Which channels a proof is about, stated in rational numbers."""
