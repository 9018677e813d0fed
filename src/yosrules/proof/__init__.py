"""What holds for every possible record: proved, or refuted with one."""
