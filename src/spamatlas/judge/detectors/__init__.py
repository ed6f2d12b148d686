"""One sign a file; found by ``plugins.pieces``."""
