"""What a policy counts of lost time: which absences, in which windows, in which amounts, for whom how much."""
