"""Operational records: members, their people, keys and sessions. Loads SQLAlchemy: import it only where it is used."""
