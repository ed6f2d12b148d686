"""One file a format; each defines one ``PARSER``."""
