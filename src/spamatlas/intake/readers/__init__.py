"""The kinds of files that can be read, one a module."""
