"""Why Q > 0: inputs whose coherent information is positive, or starts to be."""
