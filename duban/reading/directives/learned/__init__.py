"""What the labelled paragraphs of the tests have taught, as weights; `build.py` makes them."""
