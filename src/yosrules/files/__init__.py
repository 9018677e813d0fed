"""Files in and out: tables, histories, settings and datasets."""
