"""Over a space of two or three parameters: regions where a property holds."""
