"""What Hypothesis draws: records, ratings, absences."""
