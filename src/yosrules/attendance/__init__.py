"""One worker's absences: spells, measures, triggers and stages."""
