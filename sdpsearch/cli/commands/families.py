"""`sdpsearch families`: what can be named."""

from __future__ import annotations

from sdpsearch.cli import inventory, output, status
from sdpsearch.cli.options import Json


def families_command(*, json: Json = False) -> int:
    """List the families and channels of the zoo."""
    output.show(json, inventory.families_record, None, inventory.families_table)
    return status.OK
