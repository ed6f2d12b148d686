"""One file a linkage; each defines one ``Linkage``."""
