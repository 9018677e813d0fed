"""How separately installed plugins bring frameworks and policies."""
