"""Pages and tables for people."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.reports.attendance_page import attendance_page as attendance_page
    from yosrules.reports.attendance_page import settings_page as settings_page
    from yosrules.reports.caseload import caseload_rows as caseload_rows
    from yosrules.reports.forum_pages import policy_page as policy_page
    from yosrules.reports.forum_pages import referral_page as referral_page
    from yosrules.reports.interviews import interview_rows as interview_rows
    from yosrules.reports.page import Block as Block
    from yosrules.reports.page import Heading as Heading
    from yosrules.reports.page import Page as Page
    from yosrules.reports.page import Points as Points
    from yosrules.reports.page import Space as Space
    from yosrules.reports.page import as_html as as_html
    from yosrules.reports.page import as_markdown as as_markdown
    from yosrules.reports.page import as_text as as_text
    from yosrules.reports.triggers import trigger_rows as trigger_rows

lazily(
    __name__,
    {
        "attendance_page": "attendance_page settings_page",
        "caseload": "caseload_rows",
        "forum_pages": "policy_page referral_page",
        "interviews": "interview_rows",
        "page": "Block Heading Page Points Space as_html as_markdown as_text",
        "triggers": "trigger_rows",
    },
)
