"""The published schema says what the export is, and nothing else passes."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker, ValidationError

from ingest.export.document import export_document, to_json
from ingest.export.schema import load_schema
from tests.ingest.assessments import assessment, at, campaign_morning, finding, message, silent, so, submitted
from validators.assessment import Assessment, DecisionRecord

BICH_MAI = so("bich-mai", "Bích Mai")


def _validator() -> Draft202012Validator:
    schema = load_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema, format_checker=FormatChecker())


def _exported(whole: Assessment) -> Any:
    return json.loads(to_json(export_document(whole)))


def _rich() -> Any:
    unit = submitted(BICH_MAI, messages=[message("x@example.vn", "stp-bich-mai", received=None, timeliness=None)])
    rows = [
        finding("caption_missing", "stp-bich-mai", "x@example.vn/a.jpg", waived=True),
        finding("unit_unidentified", None, "y@example.vn"),
    ]
    decisions = [DecisionRecord("d1", "accept", None, "borderline", "hoa", at(16), "")]
    return _exported(assessment(unit, findings=rows, decisions=decisions))


@pytest.mark.parametrize("whole", [assessment(), assessment(silent(BICH_MAI)), campaign_morning()])
def test_every_export_obeys_it(whole: Assessment) -> None:
    _validator().validate(_exported(whole))


def test_unknown_times_waivers_and_decisions_obey_it() -> None:
    _validator().validate(_rich())


@pytest.mark.parametrize("name", ["units", "messages", "files", "letters", "nominations", "media", "findings"])
def test_a_key_more_or_less_is_refused(name: str) -> None:
    more, less = _rich(), _rich()
    more[name][0]["colour"] = "red"
    less[name][0].popitem()
    for document in (more, less):
        with pytest.raises(ValidationError):
            _validator().validate(document)


def test_fractions_of_a_second_are_refused() -> None:
    document = _rich()
    document["as_of"] = "2024-11-18T00:30:00.5Z"
    with pytest.raises(ValidationError):
        _validator().validate(document)
