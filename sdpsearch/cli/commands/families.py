"""`sdpsearch families`: what can be named, and the page of each name."""

from __future__ import annotations

from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json
from sdpsearch.report import inventory
from sdpsearch.report.page import page_record, page_text


def families_command(name: str | None = None, /, *, json: Json = False) -> int:
    """List the families and channels of the zoo, or show the page of one.

    Parameters
    ----------
    name
        Show formula, arguments with their form, domain and source of this one.
    """
    if name is None:
        output.show(json, None, inventory.families_table, inventory.families_record)
    else:
        output.show(json, page_record(name), page_text, lambda page: page)
    return status.OK
