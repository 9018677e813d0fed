"""The command `report`: what goes in, how each kind of section is worked out, and the file it is written to."""
