"""The digest as plain text and as one HTML file that mail programs show: no script, no remote resource, small."""

from pathlib import Path

import css_inline
import jinja2

from ingest.digest.values import Digest, UnitSection, shortened
from ingest.digest.words import two

MAX_HTML_BYTES = 90_000  # Gmail cuts a message off near 102 KB
_LIMITS = (200, 120, 80, 50, 30, 15, 5)  # units in a list, until the page is small enough
_TEMPLATES = Path(__file__).with_name("templates")

_INLINER = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, minify_css=True)


def subject(digest: Digest) -> str:
    """The subject of the mail: `[CV 6286] Thứ Ba 19/11 – ngày cuối: 92/156 đơn vị đã gửi, 04 việc cần xử lý`."""
    return digest.subject


def render_text(digest: Digest) -> str:
    """The edition as plain text, complete."""
    text = _environment().get_template("digest.txt").render(digest=digest, sections=_sections(digest))
    return text.strip() + "\n"


def render_html(digest: Digest) -> str:
    """The edition as HTML below the size that mail programs show whole; longer lists refer to the workbook."""
    html = _html(digest)
    for limit in _LIMITS:
        if len(html.encode("utf-8")) < MAX_HTML_BYTES:
            break
        html = _html(shortened(digest, limit))
    return html


def _html(digest: Digest) -> str:
    page = _environment().get_template("digest.html").render(digest=digest, sections=_sections(digest))
    return _INLINER.inline(page)


def _sections(digest: Digest) -> list[UnitSection]:
    return [section for section in (*digest.arrivals, digest.lacking, digest.review) if section.units]


def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=jinja2.select_autoescape(["html"], default=False),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["two"] = two
    environment.filters["capitalized"] = _capitalized
    return environment


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]
