"""Measures of lost time of many workers, and the windows that they count in."""
