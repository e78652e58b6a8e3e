"""Channels of several shapes, which every package is asked to carry."""

import numpy as np
import pytest

from sdpsearch.channels.random import random_channel

SHAPES = [(2, 2), (2, 3), (3, 2), (4, 4), (2, 4)]


@pytest.fixture(params=SHAPES, ids=lambda dims: f"{dims[0]}to{dims[1]}")
def channel(request):
    return random_channel(*request.param, 3, np.random.default_rng(3))


@pytest.fixture(params=[1, 2], ids=["qubit", "two qubits"])
def of_qubits(request):
    size = 2**request.param
    return random_channel(size, size, 3, np.random.default_rng(request.param))
