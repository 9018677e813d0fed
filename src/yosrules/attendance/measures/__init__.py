"""Measures of lost time of one worker on one day, and the windows that they count in."""
