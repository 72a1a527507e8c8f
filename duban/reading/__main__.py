"""`python -m duban.reading PATH…` is `duban read PATH…`."""

import sys

from duban.reading.command import main

sys.exit(main(sys.argv[1:]))
