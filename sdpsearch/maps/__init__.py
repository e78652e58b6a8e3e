"""Antidegrading maps compared: the numerical one, all there are, and the closed forms."""

from sdpsearch.maps.comparison import MapComparison, MapErrors, compare_maps, map_errors
from sdpsearch.maps.covariant import CovariantPart, covariant_part
from sdpsearch.maps.diamond import diamond_distance
from sdpsearch.maps.environment import environment_isometry, restricted_map
from sdpsearch.maps.nearest import Nearest, nearest_solution
from sdpsearch.maps.solutions import SolutionSet, solution_set
from sdpsearch.maps.study import AnalyticMap, MapStudy, study_maps

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
    "diamond_distance",
    "environment_isometry",
    "map_errors",
    "nearest_solution",
    "restricted_map",
    "solution_set",
    "study_maps",
]
