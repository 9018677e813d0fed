"""Many records at once, as columns of a data frame."""
