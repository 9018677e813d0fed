"""Files as people and programs write them -> one table of text: delimited text, workbooks, Parquet."""
