"""How numbers and dates in cells are shown."""

from datetime import date, datetime, time, timedelta

import pytest

from parsers.budget import Budget, Limits
from parsers.errors import Refused
from parsers.sheets import Grid, clean_text, number_format, show, show_number


@pytest.mark.parametrize(
    ("raw", "identity", "code", "shown"),
    [
        ("45058", 14, "", "12/05/2023"),
        ("45058.604166667", 22, "", "12/05/2023 14:30"),
        ("45058", 164, "dd\\/mm\\/yyyy;@", "12/05/2023"),
        ("45047", 164, '"Tháng "mm/yyyy', "05/2023"),
        ("45058", 164, "yyyy", "2023"),
        ("45058", 164, "[$-42A]dd mmmm yyyy", "12/05/2023"),
        ("0.354166667", 20, "", "08:30"),
        ("912345678", 164, "0000000000", "0912345678"),
        ("912345678", 164, "0000 000 000", "0912345678"),
        ("912345678", 164, "\\0#########", "0912345678"),
        ("5", 164, "00", "05"),
        ("0.955", 10, "", "95.5%"),
        ("1250000", 3, "", "1250000"),
        ("1250000", 164, '#,##0 "đồng"', "1250000"),
        ("2.5", 0, "", "2.5"),
        ("0.1", 164, "[Red]0.00", "0.1"),
        ("1E+3", 0, "", "1000"),
        ("12345678901234567890", 0, "", "12345678901234567890"),
        ("-1", 14, "", "-1"),
        ("99999999999", 14, "", "99999999999"),
        ("nan", 0, "", "nan"),
        ("inf", 14, "", "inf"),
    ],
)
def test_a_number_is_shown_as_its_format_shows_it(raw: str, identity: int, code: str, shown: str) -> None:
    assert show_number(raw, number_format(identity, code)) == shown


def test_the_other_epoch_shifts_the_day() -> None:
    assert show_number("43596", number_format(14, ""), epoch_1904=True) == "12/05/2023"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (True, "TRUE"),
        (7.0, "7"),
        (7, "7"),
        (7.25, "7.25"),
        (date(2023, 5, 12), "12/05/2023"),
        (datetime(2023, 5, 12), "12/05/2023"),
        (datetime(2023, 5, 12, 8, 5), "12/05/2023 08:05"),
        (time(8, 5), "08:05"),
        (timedelta(hours=30), "30:00"),
        (" Sở\r\nTư pháp ", "Sở\nTư pháp"),
    ],
)
def test_values_of_libraries_become_words(value: object, shown: str) -> None:
    assert show(value) == shown


def test_characters_that_xml_cannot_hold_are_read_back() -> None:
    assert clean_text("a_x000D_\nb_x005F_x000D__x0001_") == "a\nb_x000D_"


def test_a_stray_cell_far_right_does_not_widen_every_row() -> None:
    grid = Grid()
    for row in range(1, 2_001):
        grid.put(row, 3, "x", Budget())
    grid.put(5, 16_384, "xa", Budget())
    table = grid.table("sheet A", "A", Budget())
    assert table is not None
    assert sum(len(row.cells) for row in table.rows) < 30_000
    assert table.rows[4].cells[-1].text == "xa"


def test_cells_beyond_the_budget_are_refused() -> None:
    grid = Grid()
    budget = Budget(Limits(cells=10))
    for row in range(1, 11):
        grid.put(row, 1, "x", budget)
    with pytest.raises(Refused):
        grid.put(11, 1, "x", budget)
