"""``python -m beheard_server`` is ``beheard``."""

from beheard_server.cli import main

if __name__ == "__main__":
    main()
