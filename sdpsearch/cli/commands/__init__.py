"""The commands, one file each: arguments in, one function called, the answer shown."""
