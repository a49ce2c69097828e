"""Which units, kinds and provinces a text names."""

import pytest

from tests.validators.assemble.builders import REGISTER
from validators.assemble.mentions import Mentions, words_of

MENTIONS = Mentions(REGISTER)


def named(text: str) -> list[str]:
    return [mention.code for mention in MENTIONS.units(text)]


@pytest.mark.parametrize("unit", list(REGISTER), ids=lambda unit: unit.code)
def test_every_name_in_the_register_names_its_unit(unit: object) -> None:
    names = getattr(unit, "names", ())
    assert names
    assert {name: named(name) for name in names if named(name) != [getattr(unit, "code", "")]} == {}


def test_the_longest_name_wins() -> None:
    assert named("Sở Tư pháp Hà Nam Sở Tư pháp Hà Nội") == ["stp-ha-nam", "stp-ha-noi"]
    assert named("Tổng cục Thi hành án dân sự") == ["btp-tcthads"]


def test_accents_case_and_punctuation_are_forgotten() -> None:
    assert named("SO TU PHAP - TINH  LANG_SON") == ["stp-lang-son"]


def test_words_run_together_are_parted_at_their_capitals_and_never_at_an_accent() -> None:
    assert words_of("SoTuPhap_LangSon") == ("so", "tu", "phap", "lang", "son")
    assert words_of("Sở Tư pháp Ðắk Lắk") == ("so", "tu", "phap", "dak", "lak")
    assert words_of("Bộ TP, BTP, Bộ Tư pháp") == ("btp", "btp", "btp")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("SỞ TƯ PHÁP", "so_tu_phap"),
        ("Chi cục THADS huyện A", "cuc_thads"),
        ("CỤC THI HÀNH ÁN DÂN SỰ", "cuc_thads"),
        ("TỔNG CỤC THI HÀNH ÁN DÂN SỰ", ""),
        ("Phòng Tư pháp huyện A", ""),
        ("công tác thi hành án dân sự", ""),
        ("Sở Tư pháp và Cục THADS", ""),
    ],
)
def test_a_kind_of_unit_is_told_without_its_province(text: str, kind: str) -> None:
    assert MENTIONS.kind(text) == kind


@pytest.mark.parametrize(
    ("text", "provinces"),
    [
        ("phường 2, TP. Đà Lạt, tỉnh Lâm Đồng", ["lam dong"]),
        ("TP. Hồ Chí Minh", ["ho chi minh"]),
        ("đường Hồ Chí Minh, tư tưởng Hồ Chí Minh", []),
        ("10 Điện Biên Phủ, thành phố Hà Nội", ["ha noi"]),
        ("tỉnh Đắc Lắc", ["dak lak"]),
    ],
)
def test_provinces_are_told_from_streets_and_persons(text: str, provinces: list[str]) -> None:
    assert MENTIONS.provinces(text) == provinces


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("stplangson@gmail.com", ("stp-lang-son", True)),
        ("langson.stp@yahoo.com", ("stp-lang-son", True)),
        ("sotuphap@langson.gov.vn", ("stp-lang-son", True)),
        ("hanh@sotp.langson.gov.vn", ("stp-lang-son", True)),
        ("hanh@langson.gov.vn", ("stp-lang-son", False)),
        ("thadsangiang@moj.gov.vn", ("thads-an-giang", True)),
        ("phong@hlu.edu.vn", ("btp-dh-luat-ha-noi", True)),
        ("hanh@moj.gov.vn", None),
        ("stp.hanam@gmail.com", ("stp-ha-nam", True)),
        ("hanh@langson.gov.vn.evil.example", None),
        ("", None),
    ],
)
def test_an_address_speaks_for_a_unit(address: str, expected: tuple[str, bool] | None) -> None:
    assert MENTIONS.of_address(address) == expected
