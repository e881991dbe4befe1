"""`python -m ld_export.cli`."""

from ld_export.cli import main

main()
