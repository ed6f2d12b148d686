"""The HTTP interface, version 1, and what watches the node; a file an address."""
