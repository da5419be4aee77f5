"""``python -m acs_abm`` is ``acs-abm``."""

from acs_abm.cli import main

if __name__ == "__main__":
    main()
