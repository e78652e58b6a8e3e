"""`sdpsearch solvers`: the backends and their versions."""

from __future__ import annotations

from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json
from sdpsearch.report import inventory


def solvers_command(*, json: Json = False) -> int:
    """List the solver backends and their versions."""
    output.show(json, None, inventory.solvers_table, inventory.solvers_record)
    return status.OK
