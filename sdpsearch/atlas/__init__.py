"""The atlas: the whole zoo asked about everything, as a run and as a site of pages."""
