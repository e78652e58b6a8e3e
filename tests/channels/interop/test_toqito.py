"""Toqito, the real one: its arrays are in the convention that is told of it."""

import numpy as np
import pytest

import sdpsearch as sd

pytestmark = pytest.mark.interop


def test_arrays_are_those_of_its_own_functions(channel):
    from toqito import channel_ops

    kraus = [np.array(k) for k in channel.kraus]
    theirs = {
        "choi": channel_ops.kraus_to_choi(kraus),
        "superoperator": channel_ops.natural_representation(kraus),
    }
    for form, matrix in theirs.items():
        assert np.allclose(sd.convert(channel, "toqito", form), matrix)
        told = {"d_in": channel.d_in} if form == "choi" else {}
        assert sd.as_channel(matrix, form=form, like="toqito", **told) == channel
