"""Files are written whole or not at all: rows, workbooks for people, and what is wrong with a file."""
