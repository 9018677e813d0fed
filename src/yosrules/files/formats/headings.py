"""Normalise headings, names of sheets and values, so that two spellings of one compare as equal."""


def folded(written: str) -> str:
    """The text in small letters, with a single space for every stretch of spaces, underscores and hyphens."""
    return " ".join(written.casefold().replace("_", " ").replace("-", " ").split())


def heading_of(written: str) -> str:
    """A heading for comparison: folded, and without "the" before it."""
    return folded(written).removeprefix("the ")
