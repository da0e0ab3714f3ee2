"""`python -m aseankg` is the command line."""

from aseankg.cli import main

main()
