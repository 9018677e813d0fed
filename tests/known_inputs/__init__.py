"""Inputs that were once answered wrongly or in silence, each with what is said of it now.

A file `*.txt` has inputs of commands, a module inputs of Python. See `README.md` in this folder.
"""
