"""`python -m duban.draws bundle.zip` verifies a draw."""

import sys

from duban.draws.command import main

sys.exit(main(sys.argv[1:]))
