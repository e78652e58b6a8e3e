"""How the line problem is solved to many digits; nothing here is believed."""
