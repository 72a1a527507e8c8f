"""`duban`, and `python -m duban`."""

import gc
import sys


def main() -> None:
    if sys.argv[1:2] == ["read"]:
        # Reading is a library by itself: no Django, nothing of the command line; and what is imported is no garbage to look through.
        gc.disable()
        from duban.reading.command import main as read

        gc.enable()
        sys.exit(read(sys.argv[2:]))
    from duban.config.command import main as command

    command()


if __name__ == "__main__":
    main()
