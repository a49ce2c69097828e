"""The register of 2024: every spelling leads to one unit, and no spelling to two."""

from pathlib import Path

import pytest

from config.problems import ConfigError
from config.registers import load_register
from config.units import Register
from parsers.vietnamese.folding import plain


@pytest.fixture(scope="module")
def register() -> Register:
    return load_register("units_2024")


@pytest.fixture(scope="module")
def names(register: Register) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for unit in register:
        for name in unit.names:
            found.setdefault(plain(name), set()).add(unit.code)
    return found


def test_no_folded_name_belongs_to_two_units(names: dict[str, set[str]]) -> None:
    assert {name: codes for name, codes in names.items() if len(codes) > 1} == {}


def test_it_has_the_units_of_2024(register: Register) -> None:
    kinds = [unit.kind for unit in register]
    assert len(kinds) == 161
    assert kinds.count("so_tu_phap") == kinds.count("cuc_thads") == 63
    assert kinds.count("don_vi_thuoc_bo_qlnn") + kinds.count("don_vi_thuoc_bo_khac") == 30
    provinces = {unit.province for unit in register if unit.kind == "so_tu_phap"}
    assert provinces == {unit.province for unit in register if unit.kind == "cuc_thads"}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Sở Tư pháp tỉnh Lạng Sơn", "stp-lang-son"),
        ("SỞ TƯ PHÁP LẠNG SƠN", "stp-lang-son"),
        ("So Tu phap tinh Lang Son", "stp-lang-son"),
        ("Sở TP T.Lạng Sơn", "stp-lang-son"),
        ("STP_LangSon", "stp-lang-son"),
        ("SoTuPhapLangSon", "stp-lang-son"),
        ("SoTuPhapTinhLangSon", "stp-lang-son"),
        ("STP TP.HCM", "stp-ho-chi-minh"),
        ("Sở TP TPHCM", "stp-ho-chi-minh"),
        ("Sở Tư pháp Tp. HCM", "stp-ho-chi-minh"),
        ("Sở Tư pháp thành phố Hồ Chí Minh", "stp-ho-chi-minh"),
        ("Sở Tư pháp TP. Cần Thơ", "stp-can-tho"),
        ("STP Hanoi", "stp-ha-noi"),
        ("STP BR - VT", "stp-ba-ria-vung-tau"),
        ("Sở Tư pháp BRVT", "stp-ba-ria-vung-tau"),
        ("Sở Tư pháp Bà Rịa – Vũng Tàu", "stp-ba-ria-vung-tau"),
        ("STP Đắc Lắc", "stp-dak-lak"),
        ("Sở Tư pháp Đăklăk", "stp-dak-lak"),
        ("Sở TP Daklak", "stp-dak-lak"),
        ("STP Đăk Nông", "stp-dak-nong"),
        ("STP Bắc Cạn", "stp-bac-kan"),
        ("STP TT-Huế", "stp-thua-thien-hue"),
        ("Sở Tư pháp T.T.Huế", "stp-thua-thien-hue"),
        ("Cục THADS Huế", "thads-thua-thien-hue"),
        ("CTHADS Kontum", "thads-kon-tum"),
        ("Cục THA Nghệ An", "thads-nghe-an"),
        ("Cục Thi hành án tỉnh Nghệ An", "thads-nghe-an"),
        ("cuc thi hanh an dan su tinh nghe an", "thads-nghe-an"),
        ("CTHADS TP Hải Phòng", "thads-hai-phong"),
        ("Tổng cục THA", "btp-tcthads"),
        ("Cục HT-QT-CT", "btp-cuc-htqtct"),
        ("Cục Phổ biến giáo dục pháp luật", "btp-cuc-pbgdpl"),
        ("HVTP", "btp-hoc-vien-tu-phap"),
        ("TTLLTPQG", "btp-ttlltpqg"),
        ("Đoàn Thanh niên Bộ Tư pháp", "btp-doan-thanh-nien"),
        ("Đảng uỷ Bộ Tư pháp", "btp-dang-uy"),
    ],
)
def test_it_knows_units_by_the_spellings_of_offices(names: dict[str, set[str]], written: str, code: str) -> None:
    assert names[plain(written)] == {code}


def test_an_abbreviation_with_other_meanings_is_no_name(names: dict[str, set[str]], register: Register) -> None:
    for word in ("LS", "HN", "VP", "TTr", "CĐ", "Sở Tư pháp", "Cục THADS", "TCCB"):
        assert plain(word) not in names
    unit = register.get("stp-lang-son")
    assert unit is not None
    assert {"LS", "STP LS"} <= set(unit.weak_names)


def test_short_names_are_those_of_lists(register: Register) -> None:
    short = {unit.code: unit.short_name for unit in register}
    assert short["stp-lang-son"] == "STP Lạng Sơn"
    assert short["thads-nghe-an"] == "Cục THADS Nghệ An"
    assert short["stp-ho-chi-minh"] == "STP TP. Hồ Chí Minh"
    assert short["btp-cuc-bttp"] == "Cục BTTP"
    assert short["btp-hoc-vien-tu-phap"] == "Học viện Tư pháp"
    assert len(set(short.values())) == len(short)
    assert max(map(len, short.values())) <= 27


def test_letterheads_and_symbols_are_made_for_provinces(register: Register) -> None:
    office, city, enforcement = (register.get(c) for c in ("stp-lang-son", "stp-da-nang", "thads-nghe-an"))
    assert office is not None
    assert city is not None
    assert enforcement is not None
    assert office.letterhead_parent == ("ỦY BAN NHÂN DÂN TỈNH LẠNG SƠN", "UBND TỈNH LẠNG SƠN")
    assert "UBND THÀNH PHỐ ĐÀ NẴNG" in city.letterhead_parent
    assert (office.symbols, enforcement.symbols) == (("STP",), ("CTHADS", "THADS"))
    assert "CỤC THI HÀNH ÁN DÂN SỰ TỈNH NGHỆ AN" in enforcement.letterhead_unit
    assert office.domains == ("langson.gov.vn",)


def test_a_register_that_cannot_be_used_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text("code,name\na,b\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="thiếu cột"):
        load_register(str(path))
    header = "code,kind,name,short,names,province,province_names,region,cluster,field_scope,weak,"
    header += "letterhead_parent,letterhead_unit,symbols,domains\n"
    path.write_text(header + "a,k,Một,,,,,,,,,,,,\na,k,Hai,,,,,,,,,,,,\n,k,Ba,,,,,,,,,,,,\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load_register(str(path))
    assert [(problem.key, problem.line) for problem in caught.value.problems] == [("code", 3), ("code", 4)]
