"""Lists and letters that came in several forms (signed PDF, Word, Excel) are one; the most structured form is shown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.vietnamese.folding import key
from validators.submission import Letter, Nomination

SAME_SHARE = 0.8
_STRUCTURE = {".xlsx": 0, ".xls": 0, ".ods": 0, ".csv": 0, ".docx": 1, ".doc": 1, ".pdf": 2}


@dataclass(frozen=True, slots=True)
class ListOfNominees:
    """The nominees of one file."""

    path: str
    nominations: tuple[Nomination, ...]


def join_lists(lists: Iterable[ListOfNominees]) -> tuple[Nomination, ...]:
    """Lists that name at least 80 % the same nominees become one, shown from its most structured form."""
    groups: list[list[ListOfNominees]] = []
    for candidate in sorted(lists, key=lambda item: (-len(item.nominations), item.path)):  # the fullest first
        home = next((group for group in groups if _same(group[0], candidate)), None)
        if home is None:
            groups.append([candidate])
        else:
            home.append(candidate)
    return tuple(nomination for group in groups for nomination in _joined(_most_structured_first(group)))


def _most_structured_first(group: Sequence[ListOfNominees]) -> list[ListOfNominees]:
    """A form of the whole list leads, never the report of one who is on it."""
    whole = SAME_SHARE * len(group[0].nominations)
    return sorted(group, key=lambda one: (len(one.nominations) < whole, _rank(one.path), one.path))


def _joined(group: Sequence[ListOfNominees]) -> list[Nomination]:
    first, *others = group
    found = [_with_copies(nomination, others) for nomination in first.nominations]
    known = {_person(nomination) for nomination in first.nominations}
    for other in others:  # a nominee whom only another form names is not lost
        extra = [nomination for nomination in other.nominations if _person(nomination) not in known]
        found += extra
        known |= {_person(nomination) for nomination in extra}
    return found


def _with_copies(nomination: Nomination, others: Sequence[ListOfNominees]) -> Nomination:
    person = _person(nomination)
    copies = [(other.path, copy) for other in others for copy in other.nominations if _person(copy) == person]
    filled = nomination
    for _, copy in copies:  # the same nominee's empty fields are filled from the other form
        filled = replace(
            filled,
            position=filled.position or copy.position,
            organisation=filled.organisation or copy.organisation,
            birth_year=filled.birth_year or copy.birth_year,
            gender=filled.gender or copy.gender,
            level=filled.level or copy.level,
            role=filled.role or copy.role,
            field=filled.field or copy.field,
            achievements=filled.achievements or copy.achievements,
        )
    return replace(filled, also_in=tuple(sorted({path for path, _ in copies})))


def _same(one: ListOfNominees, other: ListOfNominees) -> bool:
    mine, theirs = _people(one), _people(other)
    if len(mine.keys() & theirs.keys()) >= SAME_SHARE * max(len(mine), len(theirs)):
        return True
    # the achievement report of a listed nominee names that nominee again; a namesake born in another year is another
    return theirs.keys() <= mine.keys() and all(
        not (year and mine[person]) or year == mine[person] for person, year in theirs.items()
    )


def _people(nominees: ListOfNominees) -> dict[str, int | None]:
    return {_person(nomination): nomination.birth_year for nomination in nominees.nominations}


def _person(nomination: Nomination) -> str:
    return f"{nomination.kind == 'collective'} {key(nomination.name)}"


def join_letters(letters: Iterable[Letter]) -> tuple[Letter, ...]:
    """Copies of one letter (same number and symbol, or same subject where the number is blank) become one.

    The signed copy is shown; what it does not say is taken from the others.
    """
    groups: dict[tuple[str, str], list[Letter]] = {}
    for letter in sorted(letters, key=lambda item: (not item.signed, not item.number, _rank(item.path), item.path)):
        groups.setdefault(_letter_key(letter, groups), []).append(letter)
    return tuple(_one_letter(group) for group in groups.values())


def _letter_key(letter: Letter, groups: dict[tuple[str, str], list[Letter]]) -> tuple[str, str]:
    if letter.number:
        return (letter.number, key(letter.symbol))
    same = next((known for known, group in groups.items() if _draft_of(letter, group[0])), None)
    return same or ("", key(letter.subject) or letter.path)


def _draft_of(draft: Letter, letter: Letter) -> bool:
    return bool(draft.subject) and key(draft.subject) == key(letter.subject) and key(draft.symbol) == key(letter.symbol)


def _one_letter(group: list[Letter]) -> Letter:
    first, *others = group
    return replace(
        first,
        date=next((item.date for item in group if item.date), None),
        subject=next((item.subject for item in group if item.subject), ""),
        signer=next((item.signer for item in group if item.signer), ""),
        also_in=tuple(sorted({item.path for item in others} - {first.path})),
    )


def _rank(path: str) -> int:
    return next((rank for ending, rank in _STRUCTURE.items() if path.lower().endswith(ending)), 3)
