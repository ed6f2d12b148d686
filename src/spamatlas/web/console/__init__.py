"""The pages for those who work with reports; a file a page."""
