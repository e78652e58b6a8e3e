"""From what solvers found to exact extensions, witnesses and maps."""
