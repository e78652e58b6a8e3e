"""Signed extensions: what proves zero capacity beyond antidegradability."""
