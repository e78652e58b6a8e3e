"""Certificate.map(): the map that was proved, exactly, and nothing else."""

from fractions import Fraction

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.random import random_antidegradable

RATIONAL = [[[1, 0], [0, Fraction(1, 3)]], [[0, Fraction(2, 3)], [0, 0]]]
PROVED = {
    "erasure": (sd.zoo.erasure()(Fraction(3, 4)), "antidegradable"),
    "on the boundary": (sd.zoo.amplitude_damping()(Fraction(1, 2)), "antidegradable"),
    "square roots": (sd.zoo.amplitude_damping()(Fraction(2, 3)), "antidegradable"),
    "squares": (sd.Channel.from_squares(RATIONAL), "antidegradable"),
    "qutrit": (sd.zoo.depolarizing(d=3)(Fraction(1, 2)), "antidegradable"),
    "degradable": (sd.zoo.amplitude_damping()(Fraction(1, 3)), "degradable"),
}


@pytest.fixture(scope="module", params=PROVED)
def proved(request):
    channel, asked = PROVED[request.param]
    decision = sd.decide(channel, asked, prove="map")
    subject = channel if asked == "antidegradable" else channel.complementary
    return subject, decision.certificate.map()


def test_it_antidegrades_the_channel(proved):
    channel, found = proved
    assert found.stated == channel
    assert found.stated.d_env == len(found.weights) == channel.rank
    made = found.channel @ found.stated.complementary
    assert np.allclose(made.choi, channel.choi, rtol=0, atol=1e-12)


def test_its_fractions_are_the_channel(proved):
    _, found = proved
    d = len(found.scales)
    choi = np.zeros((len(found.weights) * d,) * 2, complex)
    for (i, j), (re, im) in found.choi.items():
        (e, b), (f, c) = divmod(i, d), divmod(j, d)
        scale = found.scales[b] * found.scales[c] / (found.weights[e] * found.weights[f])
        choi[i, j] = complex(re, im) * float(scale) ** 0.5
    assert np.allclose(choi, found.channel.choi, rtol=0, atol=1e-13)


def test_it_preserves_the_trace_exactly(proved):
    _, found = proved
    d = len(found.scales)
    for e, weight in enumerate(found.weights):
        for f in range(len(found.weights)):
            entries = [found.choi.get((e * d + b, f * d + b), (0, 0)) for b in range(d)]
            for part, wanted in ((0, weight if e == f else 0), (1, 0)):
                scaled = zip(found.scales, entries, strict=True)
                assert sum(beta * entry[part] for beta, entry in scaled) == wanted


@pytest.mark.parametrize(
    ("channel", "asked", "how", "kind"),
    [
        (sd.zoo.erasure()(0.75), "antidegradable", True, "by extension"),
        (sd.zoo.erasure()(0.25), "antidegradable", "map", "by witness"),
        (sd.zoo.depolarizing(2)(0.9), "ppt", True, "by positive"),
        (sd.zoo.depolarizing(2)(0.9), "3-extendible", True, "by extension"),
    ],
)
def test_other_certificates_have_none_and_say_so(channel, asked, how, kind):
    certificate = sd.decide(channel, asked, prove=how).certificate
    with pytest.raises(ValueError, match=kind) as caught:
        certificate.map()
    assert 'prove="map"' in str(caught.value)
    assert "\n" not in str(caught.value)


def test_floats_that_are_proved_as_a_map_have_it_too():
    channel = random_antidegradable(2, 2, rng=1)
    certificate = sd.decide(channel, "antidegradable", prove="map").certificate
    if certificate is not None and '"map"' in certificate.text:
        assert certificate.map().stated == channel


def test_a_changed_certificate_is_refused_first():
    certificate = sd.decide(PROVED["erasure"][0], "antidegradable", prove="map").certificate
    text = certificate.text
    found = next(line for line in text.splitlines() if line.strip().startswith('"0 0 '))
    changed = sd.Certificate(text.replace(found, found.replace("0 0 ", "0 0 7"), 1))
    with pytest.raises(ValueError, match="certificate"):
        changed.map()
    with pytest.raises(ValueError, match="not a certificate"):
        sd.Certificate("{}").map()
