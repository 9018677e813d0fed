"""A forum policy as plain JavaScript, which decides in a browser as `decide` does."""

from typing import TYPE_CHECKING

from yosrules.lazy import lazily

if TYPE_CHECKING:
    from yosrules.browser.script import in_javascript as in_javascript

lazily(__name__, {"script": "in_javascript"})
