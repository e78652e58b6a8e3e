"""What a document is made of: tables, plots, command lines, files to download, prose.

All text is text: the templates escape it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True)
class Cell:
    """One cell of a table.

    Attributes:
        text: what it says; lines stay lines.
        value: what it is sorted by where that is not its text; None sorts last.
        href: where it leads.
        kind: a word for its looks: a verdict, a tier, "code".
        file: the name to save under what it leads to.
    """

    text: str
    value: float | str | None = None
    href: str | None = None
    kind: str = ""
    file: str | None = None

    @property
    def rank(self) -> float | str:
        """What it is sorted by, "" where that is nothing."""
        if self.value is not None:
            return self.value
        return "" if self.text in ("", "–") else self.text


@dataclass(frozen=True)
class Table:
    """A table that a reader can sort by any column, and narrow down.

    Attributes:
        caption: what it shows.
        head: names of the columns.
        rows: a cell, or its text, for each column.
        numeric: columns of numbers, by their names.
        searchable: whether there is a field to narrow it down with.
    """

    macro: ClassVar[str] = "table"

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell | str]]
    numeric: frozenset[str] = frozenset()
    searchable: bool = False

    @property
    def cells(self) -> list[list[Cell]]:
        """The rows, all of cells."""
        return [
            [one if isinstance(one, Cell) else Cell(one) for one in row]
            for row in self.rows
        ]


@dataclass(frozen=True)
class Plot:
    """An interactive figure.

    Attributes:
        figure: `data` and `layout` as plotly takes them, strict JSON.
        about: what it shows, for who cannot see it.
        notes: what is to be said below.
        height: in CSS pixels.
    """

    macro: ClassVar[str] = "plot"

    figure: dict[str, Any]
    about: str
    notes: Sequence[str] = ()
    height: int = 420


@dataclass(frozen=True)
class Band:
    """A stretch of a strip.

    Attributes:
        kind: "holds", "transmits", "open" or "fails": its looks.
        low, high: where it is, as parts of the whole.
        told: what it says to who points at it.
    """

    kind: str
    low: float
    high: float
    told: str


@dataclass(frozen=True)
class Strips:
    """The range of a parameter as strips, one below the other, that say what is where.

    Attributes:
        rows: names of the strips, and their bands.
        ends: what stands at the ends of the range.
        legend: kinds of bands, and what they mean.
        about: what is shown, for who cannot see it.
    """

    macro: ClassVar[str] = "strips"

    rows: Sequence[tuple[str, Sequence[Band]]]
    ends: tuple[str, str]
    legend: Sequence[tuple[str, str]]
    about: str


@dataclass(frozen=True)
class Commands:
    """Command lines, each with a button that copies it.

    Attributes:
        lines: the command lines.
    """

    macro: ClassVar[str] = "commands"

    lines: Sequence[str]


@dataclass(frozen=True)
class Prose:
    """Paragraphs.

    Attributes:
        paragraphs: their texts.
    """

    macro: ClassVar[str] = "prose"

    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Heading:
    """A heading inside a section.

    Attributes:
        text: what it says.
        anchor: where links lead, "" for none.
    """

    macro: ClassVar[str] = "heading"

    text: str
    anchor: str = ""


Part: TypeAlias = Table | Plot | Strips | Commands | Prose | Heading


@dataclass(frozen=True)
class Section:
    """A part of a document that its contents list.

    Attributes:
        title: what it is called.
        parts: what it has.
    """

    title: str
    parts: Sequence[Part]

    @property
    def anchor(self) -> str:
        """Where links lead: letters and digits of the title."""
        return "-".join(
            "".join(c if c.isalnum() else " " for c in self.title.lower()).split()
        )


@dataclass(frozen=True)
class Document:
    """A page for a browser.

    Attributes:
        title: of the page.
        lead: the sentence below it.
        sections: in their order.
        foot: the last line.
        trail: pages above, as names and links.
        live: seconds after which a browser asks for the page anew, None for never.
    """

    title: str
    lead: str
    sections: Sequence[Section]
    foot: str = ""
    trail: Sequence[tuple[str, str]] = ()
    live: int | None = None

    @property
    def has_plots(self) -> bool:
        """Whether anything in it is drawn."""
        return any(isinstance(part, Plot) for s in self.sections for part in s.parts)


def data_uri(content: bytes, media: str = "application/json") -> str:
    """Return a link that is the file itself.

    Example:
        >>> data_uri(b"{}")
        'data:application/json;base64,e30='
    """
    return f"data:{media};base64,{b64encode(content).decode()}"
