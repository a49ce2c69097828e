"""A nomination lacks a field that the campaign requires.

Why: without a name there is nobody to honour, and without position or organisation nobody to find. Which fields are
required is the campaign's word (`a|b`: one of them is enough), and nothing else is ever demanded: no birth year, no
gender. There is one finding for each nominee, naming all the fields.

Passes: a name with an organisation and no position, where either is enough.
Fails: a name alone; a row with an organisation and no name.
"""

from collections.abc import Iterator

from config.campaign import Severity
from validators.context import Context
from validators.findings import Finding
from validators.submission import Nomination, Submission
from validators.wording import addressed, listed, quoted, shown

CODES = ("nomination_missing_field",)

_FIELDS = {
    "name": "tên",
    "position": "chức vụ",
    "organisation": "đơn vị công tác",
    "level": "cấp",
    "role": "vị trí (lãnh đạo, quản lý hay người lao động trực tiếp)",
    "gender": "giới tính",
    "birth_year": "năm sinh",
    "field": "lĩnh vực",
    "achievements": "thành tích",
}


def check(submission: Submission, context: Context) -> Iterator[Finding]:
    """At most one finding for each nominee; one without a name is named by its place in the list."""
    if submission.unit is None:
        return
    for nomination in submission.nominations:
        lacking = [entry for entry in _required(nomination, context) if not _has(nomination, entry)]
        if lacking:
            nameless = "name" in lacking
            subject = f"{nomination.path} {nomination.locator}".strip() if nameless else nomination.subject
            severity: Severity = "error" if nameless else "warning"
            detail = _detail(nomination, lacking, submission)
            yield Finding(submission.code, "nomination_missing_field", subject, severity, detail)


def _required(nomination: Nomination, context: Context) -> tuple[str, ...]:
    """The required fields; where the kind cannot be told, those that both kinds require."""
    required = context.campaign.required_fields
    if nomination.kind == "individual":
        return required.individual
    if nomination.kind == "collective":
        return required.collective
    return tuple(entry for entry in required.individual if entry in required.collective)


def _has(nomination: Nomination, entry: str) -> bool:
    return any(str(getattr(nomination, name) or "").strip() for name in entry.split("|"))


def _detail(nomination: Nomination, lacking: list[str], submission: Submission) -> str:
    you = addressed(submission.unit)
    fields = listed(" hoặc ".join(_FIELDS[name] for name in entry.split("|")) for entry in lacking)
    where = f"trong {quoted(shown(nomination.path, submission))}"
    who = f"Đề cử {quoted(nomination.name)} {where}" if nomination.name.strip() else f"Một dòng đề cử {where}"
    return f"{who} chưa có {fields}; đề nghị {you} bổ sung."
