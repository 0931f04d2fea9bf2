"""Run the command line as ``python -m discloser``."""

from discloser.cli import main

if __name__ == "__main__":
    main()
