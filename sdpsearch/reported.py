"""What every result offers its reader: a record, a table in a notebook, a figure, a page.

The room `report` writes them all and stands above the rooms that results come from. It is
imported when somebody asks, here and nowhere else below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from os import PathLike

    import pandas


class Reported:
    """A result that can be written as plain data.

    Example:
        >>> import sdpsearch as sd
        >>> decision = sd.decide(sd.zoo.erasure()(0.7), "antidegradable")
        >>> record = decision.to_dict()
        >>> record["schema"], record["verdict"]
        ('sdpsearch/decision/1', 'HOLDS')
    """

    def to_dict(self) -> dict[str, Any]:
        """Return the result as a dictionary of plain values, ready for strict JSON.

        What `--json` prints; docs/json.md describes it. Matrices are left out, infinite
        numbers are null with a word beside them.
        """
        from sdpsearch.report.record import record

        return record(self)


class Shown(Reported):
    """A result that a notebook shows as a table."""

    def _repr_html_(self) -> str:
        from sdpsearch.report.notebook import html

        return html(self)


class Drawn(Shown):
    """A result that can be drawn as well.

    Example:
        >>> import sdpsearch as sd
        >>> found = sd.threshold(sd.zoo.erasure(), "antidegradable")
        >>> found.plot().get_title()
        'erasure(d=2)'
    """

    def plot(self, ax: Any = None) -> Any:
        """Draw the result and return the matplotlib axes.

        Args:
            ax: the axes to draw on; new ones, of a figure of their own, without them.
        """
        from sdpsearch.report.figures.draw import draw

        return draw(self, ax)


class Paged:
    """A result that can be read in a browser as well."""

    def report(self, path: str | PathLike[str]) -> None:
        """Write the result as a page for a browser: one file that needs no other.

        Args:
            path: the file.

        Raises:
            ValueError: it cannot be written.

        Example:
            >>> import os, tempfile, sdpsearch as sd
            >>> folder = tempfile.mkdtemp()
            >>> run, page = (os.path.join(folder, name) for name in ("a.db", "a.html"))
            >>> _ = sd.scan(sd.zoo.erasure(), "ppt", [0.5, 1], run=run)
            >>> sd.open_run(run).report(page)
            >>> os.path.getsize(page) > 1_000_000  # the script that draws is inside
            True
        """
        from sdpsearch.report.html.write import write_page

        write_page(self, path)


class Tabulated:
    """A result that is a list of flat records as well."""

    def records(self) -> list[dict[str, Any]]:
        """Return one flat record per decision."""
        raise NotImplementedError

    def to_dataframe(self) -> pandas.DataFrame:
        """Return the records as a pandas DataFrame.

        Raises:
            ImportError: pandas is not installed; the message gives the command.

        Example:
            >>> import sdpsearch as sd
            >>> found = sd.threshold(sd.zoo.erasure(), "antidegradable")
            >>> list(found.to_dataframe().columns[:3])
            ['e', 'property', 'verdict']
        """
        try:
            import pandas
        except ImportError as error:
            raise ImportError(
                "to_dataframe() needs pandas, which is not installed: "
                "pip install 'sdpsearch[pandas]'."
            ) from error
        return pandas.DataFrame(self.records())
