"""The engine for many operators at once: faces of one shape, their lines, their checks."""
