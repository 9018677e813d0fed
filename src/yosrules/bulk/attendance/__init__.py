"""Many workers' absences as columns: each file has the name of the one in `yosrules.attendance` that it translates."""
