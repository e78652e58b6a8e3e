"""How much quantum information a channel carries: bounds, and certified optima, in bits."""

from sdpsearch.capacity.along import CapacityPoint, capacity_along
from sdpsearch.capacity.bounds import CapacityBounds, quantum_capacity
from sdpsearch.capacity.lower.coherent import CoherentMaximum, maximise_coherent_information
from sdpsearch.capacity.upper.bound import UpperBound
from sdpsearch.capacity.upper.transposition import TranspositionBound, transposition_bound
from sdpsearch.coherent.information import coherent_information, entropy
from sdpsearch.known.capacities import (
    CapacityFact,
    capacity_fact,
    capacity_facts,
    channel_capacity_fact,
)

__all__ = [
    "CapacityBounds",
    "CapacityFact",
    "CapacityPoint",
    "CoherentMaximum",
    "TranspositionBound",
    "UpperBound",
    "capacity_along",
    "capacity_fact",
    "capacity_facts",
    "channel_capacity_fact",
    "coherent_information",
    "entropy",
    "maximise_coherent_information",
    "quantum_capacity",
    "transposition_bound",
]
