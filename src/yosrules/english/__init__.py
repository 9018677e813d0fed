"""Policies, decisions and conventions in plain English."""
