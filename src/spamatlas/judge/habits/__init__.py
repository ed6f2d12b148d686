"""The habits: each file is one."""
