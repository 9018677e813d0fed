"""Whose heading means which fact, and whose word which value: what a person has said, and what may be proposed."""
