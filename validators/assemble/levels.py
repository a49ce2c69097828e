"""The level of an organisation that is named as insiders name it ("Văn phòng Cục", "Ban Thời sự"): its unit tells."""

from config.units import Unit
from parsers.readers.levels import Level, Words
from parsers.readers.values import NominationReading

_LOCAL = frozenset({"so_tu_phap", "cuc_thads"})
# A part of the unit itself; what works outside the state (hội, công ty, văn phòng luật sư) is none.
_INNER = Words(
    r"^(?:phòng|ban|khoa|bộ môn|văn phòng|tổ|đội|thanh tra|trung tâm|chi bộ|chi đoàn|công đoàn|phân hiệu|thư viện|nhóm"
    r"|đảng bộ|đảng ủy|tập thể|đoàn thanh niên|tạp chí|lãnh đạo)\b(?! (?:luật sư|công chứng|thừa phát lại|giám định))"
)
# A title that names such a part: "Trưởng Khoa Luật", "Chánh Văn phòng".
_INNER_TITLE = Words(
    r"\b(?:trưởng|phó|chánh) (?:phòng|khoa|ban|văn phòng|thanh tra|bộ môn)\b(?! tư pháp| công chứng| luật)"
)
# "Cục" without a name is the Ministry's to a stranger, and the province's own in mail of a Cục THADS.
_OWN_CUC = Words(r"(?<!tổng )\bcục$")


def level_within(unit: Unit, reading: NominationReading) -> Level | None:
    """What the reading says, or the unit's own level where it names only a part of the unit."""
    named = reading.name if reading.kind == "collective" and not reading.organisation else reading.organisation
    home: Level = "province" if unit.kind in _LOCAL else "central"
    if reading.level == "central" and unit.kind == "cuc_thads" and _OWN_CUC.search(named):
        return home
    if reading.level is None and _INNER.search(named):
        return home
    if reading.level is None and not named and _INNER_TITLE.search(reading.position):
        return home
    return reading.level
