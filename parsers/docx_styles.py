"""What a Word style says that matters for reading: the font (old fonts hide the letters) and the list it belongs to."""

from dataclasses import dataclass, field

from lxml import etree

from parsers.ooxml import attribute, local

_MAX_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """One style as declared; empty where it inherits."""

    based_on: str = ""
    font: str = ""
    number_id: str = ""
    level: int = 0
    hidden: bool | None = None


@dataclass(slots=True)
class Styles:
    """The styles of a document by id, with the paragraph style and the font that hold by default."""

    by_id: dict[str, Style] = field(default_factory=dict)
    default_paragraph: str = ""
    default_font: str = ""

    def font(self, style: str) -> str:
        """The font of a style, through what it is based on."""
        for found in self._chain(style):
            if found.font:
                return found.font
        return self.default_font

    def own_font(self, style: str) -> str:
        """As `font`, "" where the style leaves it to others (character styles)."""
        return next((found.font for found in self._chain(style) if found.font), "")

    def hidden(self, style: str) -> bool:
        return next((found.hidden for found in self._chain(style) if found.hidden is not None), False)

    def numbering(self, style: str) -> tuple[str, int]:
        for found in self._chain(style):
            if found.number_id:
                return found.number_id, found.level
        return "", 0

    def _chain(self, style: str) -> list[Style]:
        chain: list[Style] = []
        while style in self.by_id and len(chain) < _MAX_CHAIN:
            chain.append(self.by_id[style])
            style = self.by_id[style].based_on
        return chain


def read_styles(root: etree._Element | None) -> Styles:
    """The styles declared in styles.xml."""
    styles = Styles()
    for node in root if root is not None else ():
        if local(node) == "docDefaults":
            fonts = next((found for found in node.iter() if local(found) == "rFonts"), None)
            styles.default_font = font_name(fonts)
        elif local(node) == "style":
            identity = attribute(node, "styleId") or ""
            styles.by_id[identity] = _style(node)
            if attribute(node, "type") == "paragraph" and attribute(node, "default") in {"1", "true", "on"}:
                styles.default_paragraph = identity
    return styles


def font_name(fonts: etree._Element | None) -> str:
    """The font of Latin letters; a theme font is a modern one and has no name here."""
    if fonts is None:
        return ""
    return attribute(fonts, "ascii") or attribute(fonts, "hAnsi") or attribute(fonts, "cs") or ""


def is_on(node: etree._Element) -> bool:
    """A switch of Word: present means on, unless its value says no."""
    return (attribute(node, "val") or "1") not in {"0", "false", "off"}


def number_of(properties: etree._Element | None) -> tuple[str, int] | None:
    """The list and level in a `numPr`, None where there is none; list "0" means none on purpose."""
    for node in properties if properties is not None else ():
        if local(node) == "numPr":
            values = {local(child): attribute(child, "val") or "" for child in node}
            level = values.get("ilvl", "0")
            return values.get("numId", ""), int(level) if level.isdecimal() and len(level) < 3 else 0
    return None


def _style(node: etree._Element) -> Style:
    based_on, font, number_id, level = "", "", "", 0
    hidden: bool | None = None
    for child in node:
        name = local(child)
        if name == "basedOn":
            based_on = attribute(child, "val") or ""
        elif name == "rPr":
            for inner in child:
                if local(inner) == "rFonts":
                    font = font_name(inner)
                elif local(inner) == "vanish":
                    hidden = is_on(inner)
        elif name == "pPr":
            number_id, level = number_of(child) or ("", 0)
    return Style(based_on, font, number_id, level, hidden)
