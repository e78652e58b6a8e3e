"""The zoo: named channel families and channels, each with its convention and source.

Where the Kraus entries are roots of rational numbers, channels know their `squares`
exactly; arguments given as floats are read as the decimals they print as.
"""

from sdpsearch.channels.zoo.activation import horodecki, platypus, smith_yard
from sdpsearch.channels.zoo.covariant import cloner, landau_streater
from sdpsearch.channels.zoo.damping import (
    amplitude_damping,
    damping_dephasing,
    generalized_amplitude_damping,
    multilevel_amplitude_damping,
    pure_loss,
)
from sdpsearch.channels.zoo.elementary import identity, replacer, unitary
from sdpsearch.channels.zoo.erasures import dephrasure, erasure, with_erasure
from sdpsearch.channels.zoo.flips import (
    bb84,
    dephasing,
    generalized_dephasing,
    pauli,
    two_pauli,
)
from sdpsearch.channels.zoo.noise import (
    depolarizing,
    depolarizing_complement,
    transpose_depolarizing,
    werner_holevo,
)
from sdpsearch.channels.zoo.registry import CHANNELS, FAMILIES, build

__all__ = [
    "CHANNELS",
    "FAMILIES",
    "amplitude_damping",
    "bb84",
    "build",
    "cloner",
    "damping_dephasing",
    "dephasing",
    "dephrasure",
    "depolarizing",
    "depolarizing_complement",
    "erasure",
    "generalized_amplitude_damping",
    "generalized_dephasing",
    "horodecki",
    "identity",
    "landau_streater",
    "multilevel_amplitude_damping",
    "pauli",
    "platypus",
    "pure_loss",
    "replacer",
    "smith_yard",
    "transpose_depolarizing",
    "two_pauli",
    "unitary",
    "werner_holevo",
    "with_erasure",
]
