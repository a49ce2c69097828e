"""The manual of the rules, made from their docstrings: `make docs` writes it to docs/rules.md."""

import inspect

from validators.findings import CODES
from validators.rules import CODES_OF, RULES

_INTRO = """# The rules

One module per family in `validators/rules/`; this page is made from their docstrings (`make docs`). Severities are
those of the contract; a campaign may change them in `[severity]`.
"""


def manual() -> str:
    """The page, as Markdown."""
    parts = [_INTRO]
    for name, rule in RULES.items():
        module = inspect.getmodule(rule)
        text = inspect.getdoc(module) or ""
        parts.append(f"## {name}\n\n{text.strip()}\n\n| code | severity | title |\n|---|---|---|")
        parts[-1] += "".join(
            f"\n| `{code}` | {CODES[code].severity} | {CODES[code].title} |" for code in sorted(CODES_OF[name])
        )
        parts[-1] += "\n"
    return "\n".join(parts)
