"""Antidegrading maps compared: the numerical one, all there are, and the closed forms."""

from sdpsearch.antidegrading.comparison import (
    MapComparison,
    MapErrors,
    compare_maps,
    map_errors,
)
from sdpsearch.antidegrading.covariant import CovariantPart, covariant_part
from sdpsearch.antidegrading.environment import environment_isometry, restricted_map
from sdpsearch.antidegrading.nearest import Nearest, nearest_solution
from sdpsearch.antidegrading.solutions import SolutionSet, solution_set
from sdpsearch.antidegrading.study import AnalyticMap, MapStudy, study_maps

__all__ = [
    "AnalyticMap",
    "CovariantPart",
    "MapComparison",
    "MapErrors",
    "MapStudy",
    "Nearest",
    "SolutionSet",
    "compare_maps",
    "covariant_part",
    "environment_isometry",
    "map_errors",
    "nearest_solution",
    "restricted_map",
    "solution_set",
    "study_maps",
]
