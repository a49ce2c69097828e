"""The register of units: who may submit, under which names, letterheads and letter symbols they are known."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit as the register of its day names it."""

    code: str  # stp-lang-son, thads-nghe-an, btp-cuc-bttp
    name: str
    kind: str  # so_tu_phap, cuc_thads, don_vi_thuoc_bo_qlnn, don_vi_thuoc_bo_khac, to_chuc_dang_doan_the
    names: tuple[str, ...]  # every name by which it alone is meant: rule-made variants and listed ones, NFC
    weak_names: tuple[str, ...] = ()  # abbreviations that mean something else, too; never evidence alone
    province: str = ""
    region: str = ""
    cluster: str = ""
    field_scope: str = ""
    letterhead_parent: tuple[str, ...] = ()
    letterhead_unit: tuple[str, ...] = ()
    symbols: tuple[
        str, ...
    ] = ()  # letter symbols such as STP-VP, CTHADS, BTTP, CV/ĐTN; without a province where shared
    domains: tuple[str, ...] = ()  # mail domains; shared ones (moj.gov.vn) are in the list of several units

    @property
    def short_name(self) -> str:
        """As officers write it in a list: `STP Lạng Sơn`, `Cục THADS Nghệ An`, `Cục BTTP`; else the full name."""
        return self.names[1] if len(self.names) > 1 else self.name


@dataclass(frozen=True, slots=True)
class Register:
    """The units of one register file, in its order."""

    id: str
    units: tuple[Unit, ...]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self.units)

    def get(self, code: str) -> Unit | None:
        """The unit with this code."""
        return next((unit for unit in self.units if unit.code == code), None)
