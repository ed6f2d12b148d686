"""One file a role; each defines one ``Finder``."""
