"""Audits rated and compared."""
