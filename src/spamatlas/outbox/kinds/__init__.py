"""One file a kind of letter."""
