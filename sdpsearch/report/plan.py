"""What a question will take, as a text and as a record."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.text import Text

from sdpsearch.extension.plan import Plan
from sdpsearch.report.shapes import Record, schema
from sdpsearch.report.words import count, facts_table


def plan_text(plan: Plan, title: str) -> RenderableType:
    """Return a plan as a short block."""
    d_a, d_b = plan.dims
    table = facts_table()
    kind = "real" if plan.real else "complex"
    table.add_row("operators", f"on {d_a}×{d_b}, {kind}, rank {plan.rank} of {d_a * d_b}")
    table.add_row("copies", str(plan.copies))
    table.add_row("symmetry", _symmetry(plan))
    largest = max(plan.blocks, default=0)
    blocks = count(len(plan.blocks), "block")
    table.add_row("face", f"{blocks}, the largest of order {largest}")
    left = "" if plan.invariants == plan.variables else f", {plan.invariants} by symmetry"
    table.add_row("variables", f"{plan.variables}{left}")
    table.add_row("memory", _memory(plan.bytes))
    table.add_row("time", f"about {plan.seconds:.2g} s a solve")
    return Group(Text(title, style="bold"), table)


def _symmetry(plan: Plan) -> str:
    if plan.charges == 1:
        return "none looked for or found"
    where = ", in other local bases" if plan.turned else ""
    return f"{plan.charges} charges{where}"


def _memory(size: int) -> str:
    if size < 2**30:
        return f"about {size / 2**20:.0f} MiB"
    return f"about {size / 2**30:.1f} GiB"


def plan_record(plan: Plan) -> Record:
    """Return a plan as a record; of the blocks their number and the largest order."""
    d_a, d_b = plan.dims
    return schema("plan") | {
        "d_a": d_a,
        "d_b": d_b,
        "copies": plan.copies,
        "rank": plan.rank,
        "real": plan.real,
        "charges": plan.charges,
        "turned": plan.turned,
        "blocks": len(plan.blocks),
        "largest_block": max(plan.blocks, default=0),
        "variables": plan.variables,
        "invariants": plan.invariants,
        "seconds": plan.seconds,
        "bytes": plan.bytes,
    }
