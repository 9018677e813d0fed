"""Frames of any engine, and conditions about facts as columns of them."""
