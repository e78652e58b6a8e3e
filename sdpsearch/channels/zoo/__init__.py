"""The zoo: named channel families and channels, each with its convention and source.

Where the Kraus entries are roots of rational numbers, channels know their `squares`
exactly; arguments given as floats are read as the decimals they print as.
"""

from sdpsearch.channels.zoo.activation import horodecki, platypus, smith_yard
from sdpsearch.channels.zoo.cldui import cldui
from sdpsearch.channels.zoo.covariant import cloner
from sdpsearch.channels.zoo.damping import (
    amplitude_damping,
    damping_dephasing,
    generalized_amplitude_damping,
    multilevel_amplitude_damping,
    pure_loss,
)
from sdpsearch.channels.zoo.elementary import identity, replacer, unitary
from sdpsearch.channels.zoo.erasures import (
    dephrasure,
    depolarizing_erasure,
    erasure,
    with_erasure,
)
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
    depolarizing_dephasing,
    transpose_depolarizing,
    werner_holevo,
)
from sdpsearch.channels.zoo.orthogonal import brauer, werner
from sdpsearch.channels.zoo.registry import CHANNELS, FAMILIES, SPACES, build
from sdpsearch.channels.zoo.spaces import (
    brauer_triangle,
    damping_dephasing_square,
    dephrasure_square,
    dephrasure_triangle,
    depolarizing_dephasing_triangle,
    erasure_triangle,
    multilevel_damping_square,
    pauli_simplex,
    pauli_triangle,
)
from sdpsearch.channels.zoo.spins import (
    eposic,
    landau_streater,
    noisy_landau_streater,
)
from sdpsearch.channels.zoo.weyl import two_weyl, weyl

__all__ = [
    "CHANNELS",
    "FAMILIES",
    "SPACES",
    "amplitude_damping",
    "bb84",
    "brauer",
    "brauer_triangle",
    "build",
    "cldui",
    "cloner",
    "damping_dephasing",
    "damping_dephasing_square",
    "dephasing",
    "dephrasure",
    "dephrasure_square",
    "dephrasure_triangle",
    "depolarizing",
    "depolarizing_complement",
    "depolarizing_dephasing",
    "depolarizing_dephasing_triangle",
    "depolarizing_erasure",
    "eposic",
    "erasure",
    "erasure_triangle",
    "generalized_amplitude_damping",
    "generalized_dephasing",
    "horodecki",
    "identity",
    "landau_streater",
    "multilevel_amplitude_damping",
    "multilevel_damping_square",
    "noisy_landau_streater",
    "pauli",
    "pauli_simplex",
    "pauli_triangle",
    "platypus",
    "pure_loss",
    "replacer",
    "smith_yard",
    "transpose_depolarizing",
    "two_pauli",
    "two_weyl",
    "unitary",
    "werner",
    "werner_holevo",
    "weyl",
    "with_erasure",
]
