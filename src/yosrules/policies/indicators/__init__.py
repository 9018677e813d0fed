"""Shares by which practice is measured: whom they count, the time that they go by, limits of a service's own."""
