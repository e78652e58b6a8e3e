"""Theorems in LaTeX: mathematics in math mode, everything else escaped."""

import re

import pytest

import sdpsearch as sd
from sdpsearch.proof.verify import Verification
from sdpsearch.report.latex import theorem_in_latex, worded


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("J(x) is PPT at x = 1/2.", "$J(x)$ is PPT at $x = 1/2$."),
        ("for every gamma in [0, 2^-50)", r"for every $\gamma \in [0, 2^{-50})$"),
        ("of one operator ≥ 0 on A⊗B_1⊗…⊗B_3.", None),
        ("affine in x on [-1, 0.25].", "affine in $x$ on $[-1, 0.25]$."),
        ("an interval of width 8.0e-33.", r"an interval of width $8.0\cdot 10^{-33}$."),
        ("a label_with 5 % & {more} ~ \\^", None),
        ("2-extendible", "2-extendible"),
        ("PPT: the partial transpose", "PPT: the partial transpose"),
    ],
)
def test_words(words, written):
    text = worded(words)
    if written is not None:
        assert text == written
    assert text.isascii()
    plain = re.sub(r"\$[^$]*\$|\\text\w+\{\}|\\dots |\\[&%$#_{}]", "", text)
    assert not re.search(r"[&%$#_{}^~\\]", plain), plain


@pytest.mark.parametrize(
    ("family", "asked", "options"),
    [
        (sd.zoo.depolarizing(d=3), "antidegradable", {}),
        (sd.zoo.depolarizing(d=2), "4-extendible", {}),
        (sd.zoo.amplitude_damping(), "degradable", {}),
        (sd.zoo.transpose_depolarizing(d=3), "signed-extendible", {}),
        (sd.zoo.pauli((1, 1, 2)), "antidegradable", {"digits": 20}),
        (sd.white_noise(sd.random_channel(2, 2, rng=1)), "ppt", {}),
    ],
)
def test_a_theorem_is_text_outside_and_mathematics_inside(family, asked, options):
    found = sd.threshold(family, asked, prove=True, **options)
    told = sd.verify(found.certificate, family, complement=asked == "degradable")
    text = theorem_in_latex(told)
    assert text.isascii()
    assert text.count("$") % 2 == 0
    body = text.split("\\footnote{")[0]
    outside = re.sub(r"\$[^$]*\$", "", body)
    assert not re.search(r"[=^<>]|\d\.\d|\\(in|otimes|geq|leq|tau)\b", outside)
    assert ("complementary channel of" in body) == (asked == "degradable")


def test_what_nothing_is_compared_with_is_said():
    theorem = "Theorem (problem 0).\n  J is as stated."
    found = Verification(True, True, theorem, "", compared="not compared", sha256="ab")
    text = theorem_in_latex(found)
    assert r"SHA-256 \texttt{ab}" in text
    assert "not compared" in text
