"""The interior point for many programmes of one shape at once: an axis more."""
