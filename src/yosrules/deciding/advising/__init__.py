"""What of a record would have to change, what to ask about it first, and what is left once what is known is put in."""
