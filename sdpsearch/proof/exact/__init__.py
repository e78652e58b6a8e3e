"""The provers' own exact algebra: whatever they compute, the checkers compute anew."""
