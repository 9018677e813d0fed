"""Audits and inspections as services keep them: sheets, items, ratings, and a row a case."""
