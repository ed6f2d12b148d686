"""Forward your spam to it; see who attacks whom, by which route, right now."""

__version__ = "0.1.0"
