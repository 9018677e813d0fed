"""Pages and tables for people."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.reports.agenda import Agenda as Agenda, agendas as agendas
    from yosrules.reports.agenda_pages import agenda_page as agenda_page, agenda_tables as agenda_tables
    from yosrules.reports.attendance_page import attendance_page as attendance_page, settings_page as settings_page
    from yosrules.reports.caseload import caseload_rows as caseload_rows
    from yosrules.reports.drawing.page import (
        Block as Block,
        Drawing as Drawing,
        Heading as Heading,
        Page as Page,
        Points as Points,
        Space as Space,
        as_html as as_html,
        as_markdown as as_markdown,
        as_text as as_text,
    )
    from yosrules.reports.forum_pages import policy_page as policy_page, referral_page as referral_page
    from yosrules.reports.handbook.site import handbook as handbook
    from yosrules.reports.handbook.whatif import whatif_page as whatif_page
    from yosrules.reports.interviews import interview_rows as interview_rows
    from yosrules.reports.letters import team_page as team_page, worker_page as worker_page
    from yosrules.reports.triggers import trigger_rows as trigger_rows

lazily(
    __name__,
    {
        "agenda": "Agenda agendas",
        "agenda_pages": "agenda_page agenda_tables",
        "attendance_page": "attendance_page settings_page",
        "caseload": "caseload_rows",
        "forum_pages": "policy_page referral_page",
        "handbook.site": "handbook",
        "handbook.whatif": "whatif_page",
        "interviews": "interview_rows",
        "letters": "team_page worker_page",
        "drawing.page": "Block Drawing Heading Page Points Space as_html as_markdown as_text",
        "triggers": "trigger_rows",
    },
)
