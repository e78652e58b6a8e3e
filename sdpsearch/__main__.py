"""`python -m sdpsearch`."""

from sdpsearch.cli import main

main()
