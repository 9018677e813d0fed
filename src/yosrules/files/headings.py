"""What two spellings of one heading, of one sheet or of one value have in common."""


def folded(written: str) -> str:
    """The text in small letters, with a single space for every stretch of spaces, underscores and hyphens."""
    return " ".join(written.casefold().replace("_", " ").replace("-", " ").split())


def heading_of(written: str) -> str:
    """The heading of a column as it is compared with others: folded, and without an article."""
    return folded(written).removeprefix("the ")
