"""The sections of a campaign's page; a section is a file here and its template beside it."""
