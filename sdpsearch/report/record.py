"""Results as plain dictionaries, the one source of every JSON output: docs/json.md."""

from __future__ import annotations

import json
from functools import singledispatch
from typing import Any

from sdpsearch.capacity import CapacityBounds
from sdpsearch.extension.plan import Plan
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import Verification
from sdpsearch.properties import Decision, FormulationsDisagreeError
from sdpsearch.report.capacity import bounds_record
from sdpsearch.report.comparison import comparison_record
from sdpsearch.report.decision import decision_record, disagreement_record
from sdpsearch.report.every_dimension import every_dimension_record
from sdpsearch.report.plan import plan_record
from sdpsearch.report.region import region_record
from sdpsearch.report.region_map import region_map_record
from sdpsearch.report.run import run_record
from sdpsearch.report.scan import scan_record
from sdpsearch.report.shapes import Record, schema
from sdpsearch.report.threshold import boundary_record, threshold_record
from sdpsearch.report.verification import certificate_record, verification_record
from sdpsearch.runs.run import Run
from sdpsearch.runs.scan import Scan
from sdpsearch.search.boundary import Boundary
from sdpsearch.search.compare import Comparison
from sdpsearch.search.every_dimension import EveryDimension
from sdpsearch.search.region.overlay import RegionMap
from sdpsearch.search.region.region import Region
from sdpsearch.search.threshold import Threshold


@singledispatch
def record(found: Any) -> Record:
    """Return a result as a dictionary of plain values with a `schema` key.

    Raises:
        TypeError: there is no record of such a thing.
    """
    raise TypeError(f"There is no record of a {type(found).__name__}.")


for _kind, _writer in (
    (Boundary, boundary_record),
    (CapacityBounds, bounds_record),
    (Certificate, certificate_record),
    (Comparison, comparison_record),
    (Decision, decision_record),
    (FormulationsDisagreeError, disagreement_record),
    (EveryDimension, every_dimension_record),
    (Plan, plan_record),
    (Region, region_record),
    (RegionMap, region_map_record),
    (Run, run_record),
    (Scan, scan_record),
    (Threshold, threshold_record),
    (Verification, verification_record),
):
    record.register(_kind, _writer)


def error_record(message: str) -> Record:
    """Return a mistake that was made in asking."""
    return {**schema("error"), "error": message}


def dumps(written: Any) -> str:
    """Return strict JSON; ValueError for a number that it has no name for."""
    return json.dumps(written, indent=2, ensure_ascii=False, allow_nan=False)
