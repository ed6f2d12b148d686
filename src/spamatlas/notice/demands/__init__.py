"""One file a role; each defines one ``Demand``."""
