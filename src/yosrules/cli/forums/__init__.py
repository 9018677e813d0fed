"""The commands about forums."""
