"""What the installed plugins offer, loaded once for all tests of a process: each load calls every hook."""

from yosrules.hooks.load import load

RULEBOOK = load()
