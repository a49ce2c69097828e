"""The exported document: its shape, its order, its bytes."""

import json
import random
import unicodedata
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ingest.export.document import canonical, export_document, to_json
from tests.ingest.assessments import (
    assessment,
    at,
    campaign_morning,
    finding,
    link,
    media,
    message,
    silent,
    so,
    submitted,
)
from validators.assessment import Assessment, DecisionRecord
from validators.submission import Link

BICH_MAI = so("bich-mai", "Bích Mai")
THACH_LAM = so("thach-lam", "Thạch Lâm")


def _shuffled(whole: Assessment, seed: int) -> Assessment:
    dice = random.Random(seed)
    units = []
    for unit in dice.sample(whole.units, len(whole.units)):
        submission = unit.submission
        mixed = replace(
            submission,
            media=tuple(dice.sample(submission.media, len(submission.media))),
            files=tuple(dice.sample(submission.files, len(submission.files))),
            parts=tuple(dice.sample(submission.parts, len(submission.parts))),
        )
        units.append(replace(unit, submission=mixed))
    findings = tuple(dice.sample(whole.findings, len(whole.findings)))
    return replace(whole, units=tuple(units), findings=findings)


def test_it_has_exactly_the_keys_of_the_contract() -> None:
    document = export_document(assessment(silent(BICH_MAI)))
    assert set(document) == {
        "schema", "campaign", "as_of", "units", "messages", "links", "files", "letters",
        "nominations", "registrations", "media", "decisions", "findings",
    }  # fmt: skip
    assert document["schema"] == 1
    assert document["campaign"] == "congress-2024"
    assert document["registrations"] == []


def test_the_bytes_do_not_depend_on_the_order_of_arrival() -> None:
    whole = campaign_morning()
    expected = to_json(export_document(whole))
    assert {to_json(export_document(_shuffled(whole, seed))) for seed in range(3)} == {expected}


def test_keys_and_lists_are_in_order_throughout() -> None:
    text = to_json(export_document(campaign_morning()))
    document = json.loads(text)
    assert to_json(document) == text
    assert list(document) == sorted(document)
    for name, rows in document.items():
        if isinstance(rows, list):
            assert [canonical(row) for row in rows] == sorted(canonical(row) for row in rows), name


def test_text_is_readable_and_ends_with_a_line_end() -> None:
    text = to_json(export_document(assessment(silent(BICH_MAI))))
    assert "Sở Tư pháp tỉnh Bích Mai" in text
    assert text.endswith("}\n")


def test_instants_are_utc_without_fractions() -> None:
    moment = datetime(2024, 11, 18, 7, 30, 0, 987654, tzinfo=UTC)
    document = export_document(assessment(submitted(BICH_MAI, received=at(15, 9, 12)), as_of=moment))
    assert document["as_of"] == "2024-11-18T07:30:00Z"
    assert document["messages"][0]["received_at"] == "2024-11-15T02:12:00Z"
    assert document["letters"][0]["date"] == "2024-11-14"


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        export_document(assessment(as_of=datetime(2024, 11, 18)))


def test_text_comes_out_in_nfc_and_broken_letters_do_not_stop_it() -> None:
    decomposed = unicodedata.normalize("NFD", "Hội nghị tổng kết")
    items = [media("stp-bich-mai", "m@example.vn/a.jpg", content=decomposed + "\udcff")]
    document = export_document(assessment(submitted(BICH_MAI, items=items)))
    assert document["media"][0]["content"].startswith("Hội nghị tổng kết")
    assert to_json(document).encode("utf-8")


def test_a_message_of_two_units_is_one_row_with_both() -> None:
    shared = message("shared@example.vn", "stp-bich-mai", "stp-thach-lam", received=at(15), files=("a",))
    other = replace(shared, units=("stp-thach-lam",), files=("b",), timeliness="late")
    document = export_document(
        assessment(submitted(BICH_MAI, messages=[shared]), submitted(THACH_LAM, messages=[other]))
    )
    [row] = document["messages"]
    assert row["units"] == ["stp-bich-mai", "stp-thach-lam"]
    assert row["files"] == ["a", "b"]
    assert row["timeliness"] == "late"


def test_mail_that_nobody_can_place_is_exported_too() -> None:
    lost = message("lost@example.vn", received=at(17), links=("https://drive.google.com/x",))
    document = export_document(assessment(silent(BICH_MAI), unplaced=[lost]))
    assert [row["id"] for row in document["messages"]] == ["lost@example.vn"]
    assert [(row["url"], row["unit"]) for row in document["links"]] == [("https://drive.google.com/x", None)]


def test_a_link_is_one_row_for_each_message_and_unit() -> None:
    url = "https://drive.google.com/drive/folders/1AbC"
    links: list[Link] = [link(url, "a@example.vn", "stp-bich-mai"), link(url, "a@example.vn", "stp-bich-mai")]
    links.append(link(url, "b@example.vn", "stp-bich-mai"))
    document = export_document(assessment(submitted(BICH_MAI, links=links)))
    assert [row["message"] for row in document["links"]] == ["a@example.vn", "b@example.vn"]


def test_resolved_and_waived_findings_keep_their_history() -> None:
    gone = finding("missing_letter", "stp-bich-mai", opened=at(12), resolved=at(14))
    taken = finding("caption_missing", "stp-bich-mai", "m@example.vn/a.jpg", waived=True)
    document = export_document(assessment(submitted(BICH_MAI), findings=[gone, taken]))
    rows = {row["code"]: row for row in document["findings"]}
    assert rows["missing_letter"]["resolved_at"] == "2024-11-14T02:00:00Z"
    assert rows["caption_missing"]["waived"] == {"by": "hoa", "reason": "đã trao đổi", "at": "2024-11-16T02:00:00Z"}


def test_decisions_are_listed() -> None:
    decision = DecisionRecord("d1", "extend", "stp-bich-mai", "", "hoa", at(16), "bão lũ")
    document = export_document(assessment(silent(BICH_MAI), decisions=[decision]))
    assert document["decisions"] == [
        {"at": "2024-11-16T02:00:00Z", "by": "hoa", "id": "d1", "kind": "extend", "reason": "bão lũ",
         "subject": "", "unit": "stp-bich-mai"},
    ]  # fmt: skip
