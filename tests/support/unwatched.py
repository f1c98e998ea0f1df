"""`python -m support.unwatched …`: the program with a watch that never finds anybody silent, for comparison."""

from chassis.core import watch
from maillage.cli.main import main

if __name__ == "__main__":
    watch.SILENCE = 1e6
    main()
