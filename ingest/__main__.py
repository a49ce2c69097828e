"""`python -m ingest`: the same as the command `tiepnhan`."""

from ingest.cli import main

if __name__ == "__main__":
    main()
