"""The pages that anyone may see: what is happening, and the way to report; a file a page."""
