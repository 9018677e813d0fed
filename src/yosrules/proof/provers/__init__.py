"""The two provers, which answer for every possible record: all regions of an edition, and z3."""
