"""The tables of workers: their columns, a row for each day, and running totals."""
