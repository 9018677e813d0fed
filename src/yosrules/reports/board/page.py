"""A report as one HTML file: every section with its pictures, tables and where they come from."""

from __future__ import annotations

from collections.abc import Iterator

from yosrules.reports.board.section import Picture, Report, Section
from yosrules.reports.drawing.page import as_blocks
from yosrules.reports.site.document import document


def report_html(report: Report) -> str:
    """The report as a complete document that stands alone; all text is escaped, in pictures too."""
    sections = [_section(each, f"section-{place}") for place, each in enumerate(report.sections, 1)]
    return document("report.html", title=report.title, marking=report.marking, report=report, sections=sections)


def _section(section: Section, name: str) -> dict[str, object]:
    return {
        "name": name,
        "title": section.title,
        "words": section.words,
        "parts": [*_parts(section, name)],
        "basis": section.basis.says,
    }


def _parts(section: Section, name: str) -> Iterator[tuple[str, object]]:
    for place, each in enumerate(section.content, 1):
        if isinstance(each, Picture):
            ((_, table),) = as_blocks((each.grid,))
            yield "Picture", {"svg": each.chart.svg(f"{name}-{place}"), "caption": each.caption, "table": table}
        else:
            yield from as_blocks((each,))
