"""Synthetic caseloads and absences."""
