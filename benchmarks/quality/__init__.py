"""How well the judge judges: every table of docs/evaluation.md, one file each in ``tables``."""
