"""How pages, tables, pictures and dates are drawn, whatever they are about."""
