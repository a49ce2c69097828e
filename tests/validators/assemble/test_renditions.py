"""Lists and letters that came in several forms."""

from datetime import date
from typing import Any, Literal

from validators.assemble.renditions import ListOfNominees, join_letters, join_lists
from validators.submission import Letter, Nomination


def nominee(name: str, path: str, kind: Literal["individual", "collective"] = "individual", **more: Any) -> Nomination:
    fields: dict[str, Any] = {
        "position": "", "organisation": "", "level": None, "role": None, "gender": None, "birth_year": None,
        "field": "", "achievements": "",
    }  # fmt: skip
    return Nomination("stp-kon-tum", kind, name, path=path, locator="table 1 row 2", **(fields | more))


def listed(path: str, *names: str, **more: Any) -> ListOfNominees:
    return ListOfNominees(path, tuple(nominee(name, path, **more) for name in names))


def letter(path: str, **more: Any) -> Letter:
    fields: dict[str, Any] = {
        "number": "1532", "symbol": "STP-VP", "date": None, "subject": "Giới thiệu điển hình", "signer": "",
        "signed": False,
    }  # fmt: skip
    return Letter(path, "stp-kon-tum", **(fields | more))


FIVE = ("Nguyễn Thị Hoa", "Trần Văn Nam", "Lê Văn Bình", "H'Yam Êban", "Phạm Thị Thúy")


def test_a_list_as_pdf_and_word_is_one_shown_from_the_most_structured() -> None:
    found = join_lists([listed("m/DS.pdf", *FIVE), listed("m/DS.docx", *FIVE), listed("m/DS.xlsx", *FIVE)])
    assert {one.path for one in found} == {"m/DS.xlsx"}
    assert {one.also_in for one in found} == {("m/DS.docx", "m/DS.pdf")}


def test_four_of_five_the_same_nominees_are_the_same_list() -> None:
    found = join_lists([listed("m/DS.docx", *FIVE), listed("m/DS.pdf", *FIVE[:4], "Vũ Thị Lan")])
    assert sorted(one.name for one in found) == sorted([*FIVE, "Vũ Thị Lan"])
    assert [one.also_in for one in found if one.name == FIVE[0]] == [("m/DS.pdf",)]


def test_lists_with_fewer_in_common_stay_two() -> None:
    found = join_lists([listed("m/A.docx", *FIVE), listed("m/B.docx", *FIVE[:3], "Vũ Thị Lan", "Đỗ Văn Hải")])
    assert len(found) == 10


def test_spelling_of_tones_does_not_part_a_nominee() -> None:
    found = join_lists([listed("m/A.docx", "Phạm Thị Thúy"), listed("m/A.pdf", "PHẠM THỊ THUÝ")])
    assert [one.name for one in found] == ["Phạm Thị Thúy"]


def test_the_report_of_a_listed_nominee_names_that_nominee_again_and_fills_what_is_empty() -> None:
    report = listed("m/BCTT Hoa.docx", FIVE[0], birth_year=1986, achievements="Sáng kiến")
    (first, *_) = join_lists([report, listed("m/DS.docx", *FIVE)])
    assert (first.name, first.path, first.also_in) == (FIVE[0], "m/DS.docx", ("m/BCTT Hoa.docx",))
    assert (first.birth_year, first.achievements) == (1986, "Sáng kiến")


def test_a_namesake_born_in_another_year_is_another_person() -> None:
    found = join_lists([listed("m/DS.docx", *FIVE, birth_year=1970), listed("m/BC.docx", FIVE[0], birth_year=1986)])
    assert [one.birth_year for one in found if one.name == FIVE[0]] == [1970, 1986]


def test_a_collective_is_not_the_person_of_its_name() -> None:
    assert len(join_lists([listed("m/A.docx", "Hoa Mai"), listed("m/B.docx", "Hoa Mai", kind="collective")])) == 2


def test_the_same_nominee_twice_in_one_list_stays_twice() -> None:
    assert len(join_lists([listed("m/A.docx", FIVE[0], FIVE[0])])) == 2


def test_the_order_of_the_lists_does_not_matter() -> None:
    lists = [listed("m/DS.pdf", *FIVE), listed("m/DS.docx", *FIVE), listed("m/BC.docx", FIVE[0])]
    assert join_lists(lists) == join_lists(lists[::-1])


def test_copies_of_a_letter_are_one_and_the_signed_one_is_shown() -> None:
    draft = letter("m/CV.docx", signer="Nguyễn Văn Ví Dụ", date=date(2024, 11, 14))
    (one,) = join_letters([draft, letter("m/1532.signed.pdf", signed=True, subject="")])
    assert (one.path, one.signed, one.also_in) == ("m/1532.signed.pdf", True, ("m/CV.docx",))
    assert (one.signer, one.date, one.subject) == ("Nguyễn Văn Ví Dụ", date(2024, 11, 14), "Giới thiệu điển hình")


def test_a_draft_with_a_blank_number_is_a_copy_of_the_letter_about_the_same() -> None:
    (one,) = join_letters([letter("m/CV.docx", number=""), letter("m/1532.pdf", signed=True)])
    assert (one.number, one.also_in) == ("1532", ("m/CV.docx",))


def test_letters_with_other_numbers_are_two_even_with_the_same_subject() -> None:
    assert [one.number for one in join_letters([letter("m/a.pdf"), letter("m/b.pdf", number="1601")])] == [
        "1532",
        "1601",
    ]


def test_a_scan_known_by_its_name_is_a_copy_of_the_letter_with_that_number() -> None:
    scan = letter("m/1532-STP-VP.signed.pdf", subject="", signed=True)
    (one,) = join_letters([letter("m/CV.docx"), scan])
    assert (one.path, one.subject) == ("m/1532-STP-VP.signed.pdf", "Giới thiệu điển hình")
