"""Pages and tables for people."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

# Each of these has a module of its own name, or comes with one that has: a lazy name would be hidden by that module.
from yosrules.reports.attendance_page import (
    attendance_page as attendance_page,
)

if TYPE_CHECKING:
    from yosrules.reports.forum_pages import (
        policy_page as policy_page,
        referral_page as referral_page,
    )
    from yosrules.reports.page import (
        as_html as as_html,
        as_markdown as as_markdown,
        as_text as as_text,
    )
else:
    __getattr__, __dir__ = lazily(
        __name__,
        {
            "forum_pages": "policy_page referral_page",
            "page": "as_html as_markdown as_text",
        },
    )
