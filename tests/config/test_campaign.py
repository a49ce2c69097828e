"""Campaign files: the one that ships, and what is refused in others."""

from datetime import date, datetime
from pathlib import Path

import pytest

from config.campaign import Campaign, Group
from config.load import load_campaign, shipped_campaigns
from config.problems import ConfigError, Problem
from config.registers import load_register

_REGISTER_HEAD = (
    "code,kind,name,short,names,province,province_names,region,cluster,field_scope,weak,"
    "letterhead_parent,letterhead_unit,symbols,domains\n"
)
_GOOD = """id = "small"
title = "Đợt thử"
opening = 2024-10-01T00:00:00+07:00
register = { file = "units.csv", on = 2024-10-01 }
receiver = "a-1"

[defaults]
deadline = 2024-11-20T00:00:00+07:00
grace_until = 2024-11-21T00:00:00+07:00
warn_before = "7d"

[[group]]
id = "all"
kinds = ["kind_a"]
owes = { media = "required", nominations = "expected", letter = "with nominations" }

[required_fields]
individual = ["name", "position|organisation"]
"""


def _campaign(folder: Path, text: str) -> Path:
    rows = "a-1,kind_a,Đơn vị Một,,,,,,,,,,,,\na-2,kind_a,Đơn vị Hai,,,,,,,,,,,,\n"
    (folder / "units.csv").write_text(_REGISTER_HEAD + rows, encoding="utf-8")
    path = folder / "small.toml"
    path.write_text(text, encoding="utf-8")
    return path


def _problem(folder: Path, old: str, new: str, codes: frozenset[str] | None = None) -> Problem:
    assert old in _GOOD
    with pytest.raises(ConfigError) as caught:
        load_campaign(_campaign(folder, _GOOD.replace(old, new)), known_codes=codes)
    (problem,) = caught.value.problems
    assert problem.mend
    return problem


def _group(campaign: Campaign, code: str) -> Group:
    unit = load_register(campaign.register_).get(code)
    assert unit is not None
    group = campaign.group_of(unit.code, unit.kind)
    assert group is not None
    return group


def test_a_campaign_ships() -> None:
    assert "congress-2024" in shipped_campaigns()


def test_the_congress_counts_156_units() -> None:
    campaign = load_campaign("congress-2024")
    register = load_register(campaign.register_)
    groups = [campaign.group_of(unit.code, unit.kind) for unit in register]
    assert sum(group is not None and group.counts for group in groups) == 156
    assert len(groups) == 161
    assert None not in groups


def test_the_congress_asks_of_each_group_what_the_letter_asks() -> None:
    campaign = load_campaign("congress-2024")

    def owed(code: str, *, nominated: bool = False) -> dict[str, str]:
        duties = (
            campaign.duty(_group(campaign, code), part, nominations_stand=nominated)
            for part in ("media", "nominations", "letter")
        )
        return {duty.part: duty.owed for duty in duties if duty}

    state = {"media": "required", "nominations": "required", "letter": "required"}
    others = {"media": "required", "nominations": "expected", "letter": "expected"}
    party = {"media": "optional", "nominations": "optional", "letter": "optional"}
    assert owed("btp-cuc-bttp") == owed("btp-tcthads") == state
    assert owed("stp-lang-son") == owed("thads-nghe-an") == owed("btp-vu-plqt") == others
    assert owed("stp-lang-son", nominated=True)["letter"] == "required"
    assert owed("btp-dang-uy") == owed("btp-vu-tccb") == party
    assert owed("btp-dang-uy", nominated=True)["letter"] == "required"


def test_the_congress_has_the_instants_of_the_contract() -> None:
    campaign = load_campaign("congress-2024")
    duty = campaign.duty(_group(campaign, "stp-lang-son"), "media")
    assert duty is not None
    assert duty.deadline == datetime.fromisoformat("2024-11-20T00:00:00+07:00")
    assert duty.grace_until == datetime.fromisoformat("2024-11-21T00:00:00+07:00")
    assert campaign.period.from_ == date(2020, 1, 1)
    assert campaign.period.to is None


def test_a_good_file_loads_with_a_register_beside_it(tmp_path: Path) -> None:
    campaign = load_campaign(_campaign(tmp_path, _GOOD))
    assert [unit.code for unit in load_register(campaign.register_)] == ["a-1", "a-2"]


def test_an_unknown_name_is_told_with_the_names_that_exist() -> None:
    with pytest.raises(ConfigError) as caught:
        load_campaign("congress-2042")
    assert "congress-2024" in caught.value.problems[0].mend


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("2024-11-21T00:00:00+07:00", "2024-11-19T00:00:00+07:00", "defaults.grace_until", 9),
        ("opening = 2024-10-01", "opening = 2024-12-01", "defaults.deadline", 8),
        ('receiver = "a-1"', 'receiver = "a-9"', "receiver", 5),
        ('kinds = ["kind_a"]', 'kinds = ["kind_a"]\nunits = ["a-7"]', "group[1].units", 15),
        ('kinds = ["kind_a"]', 'kinds = ["kind_a", "kind_z"]', "group[1].kinds", 14),
        ('kinds = ["kind_a"]', 'units = ["a-1"]', "group", 12),
        ('media = "required"', 'medias = "required"', "group[1].owes.medias", 15),
        ('media = "required"', 'media = "with nominations"', "group[1].owes.media", 15),
        ('media = "required"', 'media = "must"', "group[1].owes.media", 15),
        ('["name", "position', '["name", "job', "required_fields.individual", 18),
        ('title = "Đợt thử"', 'titel = "Đợt thử"\ntitle = "Đợt thử"', "titel", 2),
        ('title = "Đợt thử"', 'title = "Đợt thử"\ntimezone = "Asia/Hanoi"', "timezone", 3),
        ("opening = 2024-10-01T00:00:00+07:00", "opening = 2024-10-01T00:00:00", "opening", 3),
        ('file = "units.csv"', 'file = "units_1999"', "register.file", 4),
        ('file = "units.csv"', 'file = "nowhere.csv"', "register.file", 4),
        ('warn_before = "7d"', 'warn_before = "a week"', "defaults.warn_before", 10),
    ],
)
def test_it_tells_key_and_line_of_what_is_wrong(tmp_path: Path, old: str, new: str, key: str, line: int) -> None:
    problem = _problem(tmp_path, old, new)
    assert (problem.key, problem.line) == (key, line)
    assert problem.file.endswith("small.toml")


def test_it_refuses_severities_of_codes_that_do_not_exist(tmp_path: Path) -> None:
    new = '[severity]\nmedia_out_of_perod = "info"\n[required_fields]'
    problem = _problem(tmp_path, "[required_fields]", new, frozenset({"media_out_of_period"}))
    assert (problem.key, problem.line) == ("severity.media_out_of_perod", 18)
    assert "media_out_of_period" in problem.mend
    assert load_campaign(_campaign(tmp_path, _GOOD.replace("[required_fields]", new))).severity


def test_it_refuses_a_kind_in_two_groups(tmp_path: Path) -> None:
    new = '[[group]]\nid = "again"\nkinds = ["kind_a"]\n[required_fields]'
    assert _problem(tmp_path, "[required_fields]", new).key == "group[2].kinds"


def test_it_lists_all_that_is_wrong(tmp_path: Path) -> None:
    text = _GOOD.replace('receiver = "a-1"', 'receiver = "a-9"').replace('"kind_a"', '"kind_b"')
    with pytest.raises(ConfigError) as caught:
        load_campaign(_campaign(tmp_path, text))
    assert [problem.key for problem in caught.value.problems] == ["receiver", "group[1].kinds", "group"]
