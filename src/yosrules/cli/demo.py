"""The command `demo`: Derby's real audits beside its inspection, and a synthetic caseload."""

from __future__ import annotations

from datetime import date
from importlib.metadata import distribution
from pathlib import Path

from yosrules.cli.common import Files, installed_rulebook
from yosrules.cli.ratings import changes_against, rate_all, say_agreement
from yosrules.deciding.allocate import allocate
from yosrules.files.oversight import read_oversight
from yosrules.reports.caseload import show_caseload
from yosrules.reports.drawing.page_on_screen import draw_page
from yosrules.reports.drawing.screen import console
from yosrules.reports.oversight import oversight_page
from yosrules.reports.ratings import show_sheet
from yosrules.samples.cases import sample_cases


def demo() -> None:
    """Rate Derby's real audits beside its inspection of 2018, and allocate a synthetic caseload by its strategy."""
    screen = console()
    rulebook = installed_rulebook()
    chosen = rulebook.framework("hmip-2018")
    # Not importlib.resources: an editable install has the files where it is installed, not beside the source.
    folder = Path(str(distribution("yosrules").locate_file("yosrules/derby-2019")))
    names = ("post-court-audit", "out-of-court-baseline", "out-of-court-after")
    paths = tuple(folder / f"{name}.csv" for name in (*names, "inspection-2018"))
    *sheets, inspection = (sheet for (sheet,) in rate_all(Files(paths), chosen, rulebook))
    screen.print(
        "Real tables first: Derby YOS's own case audits of 2018-19, beside HMIP's inspection of June 2018. A line that "
        "begins with ! says where a printed table contradicts itself: a printed total is not the sum of its rows. "
        "The tables are shown as printed; what is computed here follows from the rows."
    )
    for sheet in sheets:
        show_sheet(screen, sheet, changes_against(sheet, inspection), "Inspection, June 2018")
        if sheet.title == "out-of-court-baseline":
            say_agreement(screen, sheet, inspection)
    draw_page(screen, oversight_page(read_oversight(folder / "management-oversight.csv")))
    policy = rulebook.forum_policy("derby-high-risk-strategy")
    day = date(2019, 9, 9)
    allocations = [allocate(policy, case, day) for case in sample_cases(200, 7, day)]
    screen.print(
        "\nAnd 200 synthetic cases, allocated to forums by Derby's strategy of 2019. Much is not on record in them, as "
        "in a real caseload: where a missing fact could change the answer, the answer is that it cannot be told."
    )
    show_caseload(screen, allocations)
    screen.print("\nNow your own: yosrules rate --help, yosrules allocate --help")
