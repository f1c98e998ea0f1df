"""`python -m maillage`: the same as the `maillage` command."""

from maillage.cli.main import main

main()
