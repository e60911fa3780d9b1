"""``python -m survey``: the same as the ``survey`` command."""

from survey.cli import main

if __name__ == "__main__":
    main()
