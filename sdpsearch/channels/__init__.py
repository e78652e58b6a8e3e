"""What is asked about: channels, families of them, and the zoo."""
