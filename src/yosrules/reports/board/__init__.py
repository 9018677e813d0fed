"""A service's report: sections of tables and charts, each with where its figures come from and for whom it is."""
