"""Along a parameter: thresholds, scans and comparisons."""
