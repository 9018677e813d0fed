"""The commands of the quality programme, a file each."""
