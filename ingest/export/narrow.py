"""An assessment narrowed to one unit, for exports of that unit alone."""

from dataclasses import replace

from config.units import Register
from ingest.errors import UsageError
from validators.assessment import Assessment
from validators.submission import Submission


def narrowed(assessment: Assessment, register: Register, code: str) -> Assessment:
    """Only what belongs to the unit `code`; raises `UsageError` for an unknown one."""
    if register.get(code) is None:
        raise UsageError(f"Không có đơn vị {code} trong danh sách; xem mã đơn vị bằng lệnh status.")
    return replace(
        assessment,
        units=tuple(unit for unit in assessment.units if unit.submission.code == code),
        unplaced=Submission(unit=None, group="", counts=False),
        findings=tuple(finding for finding in assessment.findings if finding.unit == code),
        decisions=tuple(decision for decision in assessment.decisions if decision.unit == code),
    )
