"""Nominations that lack what the campaign requires."""

from config.campaign import RequiredFields
from tests.validators.builders import campaign_with, context, nomination, submission
from validators.findings import Finding
from validators.rules.nomination_missing_field import check
from validators.submission import Nomination


def _findings(*nominees: Nomination) -> list[Finding]:
    return list(check(submission(nominations=nominees), context()))


def test_a_name_with_a_position_or_an_organisation_is_enough() -> None:
    assert _findings(nomination(), nomination(position=""), nomination(organisation="")) == []


def test_an_individual_without_both_is_a_warning_that_names_the_fields() -> None:
    (finding,) = _findings(nomination(position=" ", organisation="", birth_year=1986))
    assert (finding.code, finding.severity) == ("nomination_missing_field", "warning")
    assert finding.subject == "Trần Thị Thí Dụ (1986)"
    assert finding.detail == (
        "Đề cử “Trần Thị Thí Dụ” trong “Danh sach.docx” chưa có chức vụ hoặc đơn vị công tác; đề nghị Quý Sở bổ sung."
    )


def test_a_row_without_a_name_is_an_error_named_by_its_place() -> None:
    (one, two) = _findings(nomination("", position=""), nomination("", locator="table 1 row 3"))
    assert (one.severity, one.subject) == ("error", "m1@example.vn/Danh sach.docx table 1 row 2")
    assert two.subject.endswith("row 3")
    assert one.detail == "Một dòng đề cử trong “Danh sach.docx” chưa có tên; đề nghị Quý Sở bổ sung."


def test_a_collective_needs_only_its_name() -> None:
    bare = nomination("Phòng Hành chính tư pháp", kind="collective", position="", organisation="")
    assert _findings(bare) == []
    assert [finding.severity for finding in _findings(nomination("", kind="collective"))] == ["error"]


def test_of_a_nominee_whose_kind_cannot_be_told_only_common_fields_are_asked() -> None:
    assert _findings(nomination("Tổ hòa giải An Bình", kind="unclear", position="", organisation="")) == []
    assert len(_findings(nomination("", kind="unclear"))) == 1


def test_the_campaign_says_what_is_required() -> None:
    required = RequiredFields(individual=("name", "birth_year", "achievements"))
    of = submission(nominations=(nomination(),))
    (finding,) = check(of, context(campaign=campaign_with(required_fields=required)))
    assert "năm sinh và thành tích" in finding.detail
    assert list(check(of, context(campaign=campaign_with(required_fields=RequiredFields())))) == []
