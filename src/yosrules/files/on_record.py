"""Note every row of a sheet that cannot be on record, by itself or beside the others of its reference."""

from __future__ import annotations

from yosrules.files.mapping.columns import private
from yosrules.files.records import Sheet
from yosrules.language.facts import broken
from yosrules.records.on_record import TOGETHER, wrong_rows


def check_on_record(sheet: Sheet) -> None:
    """Note the rows that a record would refuse, and then those that the rows of one reference cannot be together."""
    bad = {each.row for each in sheet.bad}
    for lines in sheet.lines.values():
        for row, stated in lines:
            # A record refuses what is broken, so that a row is looked at again only if no record can be made of it.
            doubtful = sheet.table.top in bad or not sheet.stands(row, stated) if row.number not in bad else False
            for each in broken(sheet.kind, stated) if doubtful else ():
                # What is shown to be impossible reads at least one fact that has a column.
                column = next(fact.name for fact in each.facts if fact.name in sheet.named)
                # A sentence with the date of a birth in it would say more than the reference of the row.
                hidden = any(private(sheet.kind, fact.name) for fact in each.facts)
                sheet.refuse(
                    row, column, f"what goes with the rest of the row: {each.why}" if hidden else each.allowed(stated)
                )
    # Of most kinds several rows say nothing of each other; a caseload is one of these.
    for rows, records in sheet.good() if any(base in TOGETHER for base in sheet.kind.__mro__) else ():
        for place, column, allowed in wrong_rows(sheet.kind, records):
            sheet.refuse(rows[place], column, allowed)
