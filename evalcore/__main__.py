"""`python -m evalcore` is the command line."""

import sys

from evalcore.cli import main

if __name__ == "__main__":
    sys.exit(main())
