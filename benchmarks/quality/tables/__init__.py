"""One file is one table: it defines a ``Table``, and is found here."""
