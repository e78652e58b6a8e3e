"""How a conic programme is held and solved; nothing here knows what a channel is."""
