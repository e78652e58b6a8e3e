"""`sdpsearch environment`: versions and machine, for a bug report."""

from __future__ import annotations

from sdpsearch.cli import output, status
from sdpsearch.cli.options import Json
from sdpsearch.report import inventory


def environment_command(*, json: Json = False) -> int:
    """Print versions and machine for a bug report."""
    output.show(json, None, inventory.environment_table, inventory.environment_record)
    return status.OK
