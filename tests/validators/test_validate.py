"""The judgement of one unit as a whole."""

from collections.abc import Iterator

from tests.validators.builders import at, campaign_with, context, file, link, media, nomination, part, submission
from validators.context import Context
from validators.findings import Finding
from validators.rules import RULES
from validators.submission import Submission
from validators.validate import validate


def _gives(*findings: Finding) -> Iterator[Finding]:
    yield from findings


def _breaks(submission: Submission, context: Context) -> Iterator[Finding]:
    yield Finding(submission.code, "caption_missing", "half", "error", "")
    raise KeyError("Trần Thị Thí Dụ")


def test_a_clean_submission_has_no_findings() -> None:
    parts = (part("media", stands=True, first=at(12), by="m1@example.vn", timeliness="in_time"),)
    verdict = validate(submission(parts=parts, media=(media(),), links=(link("public"),)), context())
    assert (verdict.findings, verdict.failures) == ((), ())


def test_all_rules_are_run_and_their_findings_ordered() -> None:
    of = submission(
        parts=(part("media"), part("letter", "expected")),
        links=(link("no_access"),),
        files=(file("encrypted"),),
        media=(media(place=None),),
    )
    codes = [finding.code for finding in validate(of, context()).findings]
    assert codes == ["caption_missing_place", "file_encrypted", "link_no_access", "missing_letter", "missing_media"]


def test_one_cause_is_one_finding() -> None:
    of = submission(parts=(part("media"), part("nominations")), links=(link("no_access"),))
    severities = {finding.code: finding.severity for finding in validate(of, context(at(30))).findings}
    assert severities == {"link_no_access": "error", "missing_media": "warning", "missing_nominations": "warning"}


def test_a_broken_rule_stops_no_other_and_becomes_no_finding() -> None:
    of = submission(links=(link("no_access"),))
    verdict = validate(of, context(), {"broken": _breaks, **RULES})
    assert [finding.code for finding in verdict.findings] == ["link_no_access"]
    (failure,) = verdict.failures
    assert (failure.rule, failure.unit) == ("broken", "stp-lang-son")
    assert failure.error.startswith("KeyError in test_validate.py:")
    assert "Thí Dụ" not in failure.error


def test_of_equal_findings_the_most_severe_is_kept() -> None:
    mild = Finding("stp-lang-son", "link_quota", "u", "info", "a")
    grave = Finding("stp-lang-son", "link_quota", "u", "warning", "b")
    for first, second in ((mild, grave), (grave, mild)):
        rules = {"one": lambda _s, _c, f=first: _gives(f), "two": lambda _s, _c, f=second: _gives(f)}
        assert validate(submission(), context(), rules).findings == (grave,)


def test_the_campaign_may_grade_a_code_otherwise() -> None:
    of = submission(parts=(part("media"),), media=(media(place=None),))
    own = campaign_with(severity={"caption_missing_place": "error", "missing_media": "info"})
    severities = {f.code: f.severity for f in validate(of, context(at(30), own)).findings}
    assert severities == {"caption_missing_place": "error", "missing_media": "info"}


def test_what_a_rule_lowered_is_not_raised_again() -> None:
    of = submission(links=(link("revoked", archived=True),))
    own = campaign_with(severity={"link_revoked": "warning"})
    assert [finding.severity for finding in validate(of, context(campaign=own)).findings] == ["info"]


def test_of_mail_that_nobody_can_place_only_that_is_said() -> None:
    bare = media(content=None, time=None, place=None)
    of = submission(
        None, media=(bare,), files=(file("encrypted"),), links=(link("no_access"),), nominations=(nomination(""),)
    )
    assert [finding.code for finding in validate(of, context()).findings] == ["unit_unidentified"]


def test_the_same_submission_gives_the_same_findings() -> None:
    of = submission(parts=(part("media"),), links=(link("no_access"), link("empty", "https://x.vn")))
    assert validate(of, context()) == validate(of, context())
