"""The traits that campaigns may share; one is one file here."""
