"""What is known in closed form: facts, marks and criteria that need no solver."""
