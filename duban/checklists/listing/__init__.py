"""What the lists of this room ask and say, a file for each noun."""
