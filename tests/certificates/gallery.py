"""Makes the gallery of certificates in this folder, and its README.

    .venv/bin/python tests/certificates/gallery.py [--write]

makes every certificate again and says whether its file is there, is the same, proves its
theorem about the channels it was made for, and how long checking takes; or, with --write,
writes the files and the README and removes other certificates from the folder.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

import sdpsearch as sd
from sdpsearch.properties.certify import proved

FOLDER = Path(__file__).parent
README = FOLDER / "README.md"

Target = sd.ChannelFamily | sd.ChannelSpace | sd.Channel
Maker = Callable[[Any], sd.Certificate | None]

ANTIDEGRADABLE = sd.Antidegradable()
SIGNED = sd.SignedExtendible()
ZERO = sd.ZeroCapacity()

#: Columns of integers or Gaussian integers, orthogonal and of one length, drawn at random.
REAL_2_2 = [[2, -1], [1, 2], [2, -3], [3, 2]]
REAL_2_3 = [[-2, 2], [2, -3], [-3, 3], [2, 2], [-3, -3], [-3, -2]]
COMPLEX_2_2 = [[-1, -2j], [2 + 1j, -2 - 2j], [-3 - 2j, -1 + 1j], [2 - 1j, 3 + 1j]]
#: Columns of floats, orthonormal up to rounding, drawn likewise.
FLOATS_3_2 = [
    [-0.0011316035536168556, 0.19668777681663938, -0.23887801485457374],
    [0.8192449205050398, -0.20919430071686917, -0.5266152177887921],
    [-0.055325390133351644, 0.8768283870269334, -0.38776378433987574],
    [0.5707675366615387, 0.3856470442026676, 0.7178112244642176],
]


def _where(property: sd.Property = ANTIDEGRADABLE, digits: int | None = None) -> Maker:
    """Prove where along a family it holds."""

    def make(family: sd.ChannelFamily) -> sd.Certificate | None:
        return sd.threshold(family, property, prove=True, digits=digits).certificate

    return make


def _at(
    x: Fraction, property: sd.Property = ANTIDEGRADABLE, *, as_map: bool = False
) -> Maker:
    """Prove what one channel of a family is."""

    def make(family: sd.ChannelFamily) -> sd.Certificate | None:
        decision = sd.decide(family(x), property)
        names = {"label": family.label, "parameter": family.parameter}
        return proved(decision, **names, at=x, as_map=as_map).certificate

    return make


def _every(property: sd.Property = ANTIDEGRADABLE) -> Maker:
    """Prove where along a family it holds, for every dimension."""

    def make(family: sd.ChannelFamily) -> sd.Certificate | None:
        return sd.every_dimension(family, property).certificate

    return make


def _region(property: sd.Property | str, gap: float) -> Maker:
    """Prove where over a space it holds, to a part of the domain's area or volume."""

    def make(space: sd.ChannelSpace) -> sd.Certificate | None:
        return sd.region(space, property, gap=gap, prove=True).certificate

    return make


def _itself(property: sd.Property = ANTIDEGRADABLE) -> Maker:
    """Prove what a channel without a family is."""

    def make(channel: sd.Channel) -> sd.Certificate | None:
        return sd.decide(channel, property, prove=True).certificate

    return make


def _real(columns: Sequence[Sequence[int]], d_out: int) -> Callable[[], sd.ChannelFamily]:
    """Return white noise on the channel whose isometry has these columns, normalised."""
    whole = np.array(columns, dtype=object).reshape(-1, d_out, 2)
    length = sum(row[0] ** 2 for row in columns)
    squares = whole * abs(whole) * Fraction(1, length)
    name = f"white noise on a rational channel from 2 to {d_out}"
    return lambda: sd.white_noise(sd.Channel.from_squares(squares), name)


def _complex() -> sd.ChannelFamily:
    whole = np.array(COMPLEX_2_2).reshape(-1, 2, 2)
    length = np.vdot(whole[:, :, 0], whole[:, :, 0]).real
    return sd.white_noise(whole / np.sqrt(length), "white noise on a complex channel")


def _floating() -> sd.Channel:
    return sd.Channel(np.array(FLOATS_3_2).reshape(2, 2, 3))


def _noisy_floating() -> sd.ChannelFamily:
    return sd.white_noise(_floating(), "white noise on a channel in floating point")


def _falling() -> sd.ChannelFamily:
    """Return erasure with what gets through as its parameter: it has capacity above 1/2."""
    erasure = sd.zoo.erasure(d=2)
    return sd.mixture(erasure(1), erasure(0), "erasure by what is kept")


def _zoo(name: str, **arguments: object) -> Callable[[], sd.ChannelFamily]:
    return lambda: sd.zoo.FAMILIES[name](**arguments)


HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

#: File name without its suffix: what it is about, and how it is made.
FILES: dict[str, tuple[Callable[[], Target], Maker]] = {
    "depolarizing-d2-antidegradable-from-1-3": (_zoo("depolarizing", d=2), _where()),
    "depolarizing-d3-antidegradable-from-3-8": (_zoo("depolarizing", d=3), _where()),
    "depolarizing-d4-antidegradable-from-2-5": (_zoo("depolarizing", d=4), _where()),
    "depolarizing-d5-antidegradable-from-5-12": (_zoo("depolarizing", d=5), _where()),
    "depolarizing-d2-3-extendible-from-4-9": (
        _zoo("depolarizing", d=2),
        _where(sd.KExtendible(3)),
    ),
    "depolarizing-d2-8-extendible-from-7-12": (
        _zoo("depolarizing", d=2),
        _where(sd.KExtendible(8)),
    ),
    "depolarizing-d3-ppt-from-3-4": (_zoo("depolarizing", d=3), _where(sd.PPT())),
    "depolarizing-d3-not-ppt-at-1-2": (_zoo("depolarizing", d=3), _at(HALF, sd.PPT())),
    "transpose-depolarizing-d3-antidegradable-from-4-7": (
        _zoo("transpose_depolarizing", d=3),
        _where(),
    ),
    "transpose-depolarizing-d4-antidegradable-from-3-5": (
        _zoo("transpose_depolarizing", d=4),
        _where(),
    ),
    "transpose-depolarizing-d3-never-3-extendible": (
        _zoo("transpose_depolarizing", d=3),
        _where(sd.KExtendible(3)),
    ),
    "erasure-d2-antidegradable-from-1-2": (_zoo("erasure", d=2), _where()),
    "dephrasure-p-1-10-antidegradable-from-4-9": (_zoo("dephrasure", p=0.1), _where()),
    "dephasing-antidegradable-only-at-1-2": (_zoo("dephasing"), _where()),
    "two-pauli-antidegradable-from-1-3": (_zoo("two_pauli"), _where()),
    "pauli-1-1-2-antidegradable-to-50-digits": (
        _zoo("pauli", direction=(1, 1, 2)),
        _where(digits=50),
    ),
    "horodecki-antidegradable-from-2-3-to-13-3": (_zoo("horodecki"), _where()),
    "amplitude-damping-antidegradable-at-1-2-not-below": (
        _zoo("amplitude_damping"),
        _where(),
    ),
    "amplitude-damping-antidegradable-at-1-2-by-map": (
        _zoo("amplitude_damping"),
        _at(HALF, as_map=True),
    ),
    "amplitude-damping-degradable-at-1-3": (
        _zoo("amplitude_damping"),
        _at(THIRD, sd.Degradable()),
    ),
    "generalized-amplitude-damping-antidegradable-at-1-2-not-below": (
        _zoo("generalized_amplitude_damping", N=0.3),
        _where(),
    ),
    "pure-loss-2-photons-antidegradable-at-1-2-not-above": (
        _zoo("pure_loss", photons=2),
        _where(),
    ),
    "noise-on-rational-2-to-2-antidegradable-to-30-digits": (
        _real(REAL_2_2, 2),
        _where(digits=30),
    ),
    "noise-on-rational-2-to-3-antidegradable-to-30-digits": (
        _real(REAL_2_3, 3),
        _where(digits=30),
    ),
    "noise-on-complex-2-to-2-antidegradable-to-30-digits": (_complex, _where(digits=30)),
    "floats-3-to-2-not-antidegradable": (_floating, _itself()),
    "noise-on-floats-3-to-2-antidegradable-in-a-ball": (_noisy_floating, _where()),
    "depolarizing-d2-signed-extendible-from-1-3": (
        _zoo("depolarizing", d=2),
        _where(SIGNED),
    ),
    "depolarizing-d3-signed-extendible-from-3-8": (
        _zoo("depolarizing", d=3),
        _where(SIGNED),
    ),
    "transpose-depolarizing-d3-signed-extendible-from-1-2": (
        _zoo("transpose_depolarizing", d=3),
        _where(SIGNED),
    ),
    "transpose-depolarizing-d4-signed-extendible-from-3-5": (
        _zoo("transpose_depolarizing", d=4),
        _where(SIGNED),
    ),
    "dephrasure-p-1-10-signed-extendible-from-16-41": (
        _zoo("dephrasure", p=0.1),
        _where(SIGNED),
    ),
    "dephrasure-p-1-5-signed-extendible-from-9-34": (
        _zoo("dephrasure", p=0.2),
        _where(SIGNED),
    ),
    "erasure-d2-signed-extendible-from-1-2": (_zoo("erasure", d=2), _where(SIGNED)),
    "dephasing-signed-extendible-only-at-1-2": (_zoo("dephasing"), _where(SIGNED)),
    "amplitude-damping-signed-extendible-at-1-2-not-below": (
        _zoo("amplitude_damping"),
        _where(SIGNED),
    ),
    "pauli-1-1-2-signed-extendible-to-50-digits": (
        _zoo("pauli", direction=(1, 1, 2)),
        _where(SIGNED, digits=50),
    ),
    "noise-on-rational-2-to-3-signed-extendible-to-15-digits": (
        _real(REAL_2_3, 3),
        _where(SIGNED, digits=15),
    ),
    "noise-on-complex-2-to-2-signed-extendible-to-30-digits": (
        _complex,
        _where(SIGNED, digits=30),
    ),
    "floats-3-to-2-not-signed-extendible": (_floating, _itself(SIGNED)),
    "noise-on-floats-3-to-2-signed-extendible-in-a-ball": (_noisy_floating, _where(SIGNED)),
    "dephrasure-p-1-20-no-capacity-from-81-181": (_zoo("dephrasure", p=0.05), _where(ZERO)),
    "dephrasure-p-1-10-no-capacity-from-16-41": (_zoo("dephrasure", p=0.1), _where(ZERO)),
    "dephrasure-p-1-5-no-capacity-from-9-34": (_zoo("dephrasure", p=0.2), _where(ZERO)),
    "dephrasure-p-1-4-no-capacity-from-1-5": (_zoo("dephrasure", p=0.25), _where(ZERO)),
    "erasure-d2-no-capacity-from-1-2": (_zoo("erasure", d=2), _where(ZERO)),
    "erasure-d3-no-capacity-from-1-2": (_zoo("erasure", d=3), _where(ZERO)),
    "erasure-d2-capacity-above-1-2": (_falling, _where(ZERO)),
    "dephasing-no-capacity-only-at-1-2": (_zoo("dephasing"), _where(ZERO)),
    "amplitude-damping-no-capacity-at-1-2-not-below": (
        _zoo("amplitude_damping"),
        _where(ZERO),
    ),
    "multilevel-damping-d3-no-capacity-at-1-2-not-below": (
        _zoo("multilevel_amplitude_damping", d=3),
        _where(ZERO),
    ),
    "pure-loss-2-photons-no-capacity-at-1-2-not-above": (
        _zoo("pure_loss", photons=2),
        _where(ZERO),
    ),
    "depolarizing-d2-capacity-from-both-sides": (_zoo("depolarizing", d=2), _where(ZERO)),
    "depolarizing-d3-capacity-from-both-sides": (_zoo("depolarizing", d=3), _where(ZERO)),
    "transpose-depolarizing-d3-capacity-by-two-uses": (
        _zoo("transpose_depolarizing", d=3),
        _at(Fraction(2, 5), ZERO),
    ),
    "depolarizing-d2-capacity-by-three-copies": (
        _zoo("depolarizing", d=2),
        _at(Fraction(507, 2000), ZERO),
    ),
    "noise-on-rational-2-to-3-capacity-from-both-sides": (_real(REAL_2_3, 3), _where(ZERO)),
    "noise-on-complex-2-to-2-capacity": (_complex, _at(Fraction(1, 1000), ZERO)),
    "floats-3-to-2-capacity": (_floating, _itself(ZERO)),
    "depolarizing-every-d-antidegradable": (_zoo("depolarizing"), _every()),
    "depolarizing-every-d-3-extendible": (
        _zoo("depolarizing"),
        _every(sd.KExtendible(3)),
    ),
    "depolarizing-every-d-ppt": (_zoo("depolarizing"), _every(sd.PPT())),
    "transpose-depolarizing-every-d-antidegradable": (
        _zoo("transpose_depolarizing"),
        _every(),
    ),
    "brauer-half-and-half-every-d-antidegradable": (
        _zoo("brauer", weights=(1, 1, 0)),
        _every(),
    ),
    "depolarizing-d1000-antidegradable": (_zoo("depolarizing", d=1000), _where()),
    "pauli-triangle-ppt-region": (sd.zoo.pauli_triangle, _region("ppt", 1e-3)),
    "pauli-triangle-antidegradable-region": (
        sd.zoo.pauli_triangle,
        _region("antidegradable", 0.03),
    ),
    "erasure-triangle-antidegradable-region": (
        sd.zoo.erasure_triangle,
        _region("antidegradable", 1e-3),
    ),
    "dephrasure-triangle-signed-region": (
        sd.zoo.dephrasure_triangle,
        _region("signed-extendible", 0.06),
    ),
    "pauli-simplex-ppt-region": (sd.zoo.pauli_simplex, _region("ppt", 1e-3)),
}

#: How sentences about channels begin.
STATED = ("J(", "Q = ", "Q > ", "The channel ")

INTRO = """# Certificates

Each file states channels exactly, makes a claim about them, and holds the numbers that
prove it. Whoever checks it trusts neither the solver that found it nor floating point:
every step is done again in integers. Either command checks a file and prints the theorem
that it has just proved; the second needs Python and no other file.

```
sdpsearch verify FILE
python sdpsearch/proof/checker.py FILE
```

Exit status: 0 proved, 1 refused, 2 not a certificate. With `--family depolarizing --d 3`
the first also builds the channels from the zoo again and compares them exactly.

J(x) is a channel's Choi operator. Antidegradable means 2-extendible, and a channel is
degradable if its complementary channel is antidegradable. Signed-extendible channels have
neither quantum nor private capacity (docs/signed-extensions.md). Q is the quantum, P the
private capacity. Made by `.venv/bin/python tests/certificates/gallery.py --write`.
"""


def make(name: str) -> sd.Certificate:
    """Return the certificate of a file, made again.

    Raises:
        RuntimeError: none was found.
    """
    target, maker = FILES[name]
    made = maker(target())
    if made is None:
        raise RuntimeError(f"No certificate was found for {name}.")
    return made


def path(name: str) -> Path:
    return FOLDER / f"{name}.json"


def summary(label: str, theorem: str) -> str:
    """Return a theorem in one line, in its own words, after what its file calls it.

    That is the conclusion about a threshold, where it has exactly one, or all statements.
    """
    lines = [line.strip() for line in theorem.splitlines()]
    start = next((i for i, x in enumerate(lines) if x.startswith("What follows")), None)
    ball = [] if start is None else lines[start : start + 2]
    concluded = [line for line in lines if line.startswith("So ")]
    stated = [line for line in lines if line.startswith(STATED)]
    said = concluded if len(concluded) == 1 else stated
    return f"{label}: {' '.join([*ball, *said])}"


def readme(certificates: Mapping[str, sd.Certificate]) -> str:
    """Return the README of certificates by name; every theorem is proved again."""
    lines = [INTRO, "| file | theorem | size |", "|---|---|---:|"]
    for name, certificate in certificates.items():
        size = f"{len(certificate.text.encode()) / 1000:.1f} kB"
        said = summary(certificate.label, certificate.theorem)
        lines.append(f"| [{name}]({name}.json) | {said} | {size} |")
    return "\n".join([*lines, ""])


def state(name: str, made: sd.Certificate) -> str:
    """Return how a file compares with the certificate made again, and what it proves."""
    if not path(name).exists():
        return "missing"
    target = FILES[name][0]()
    found = sd.Certificate.load(path(name))
    begun = perf_counter()
    verdict = sd.verify(found)
    seconds = perf_counter() - begun
    if not verdict.proved:
        return f"REFUSED: {verdict.reason}"
    same = "same" if found.text == made.text else "differs"
    about = sd.verify(found, target, complement="degradable" in name and "anti" not in name)
    foreign = "" if about.proved else f", NOT ABOUT ITS CHANNELS: {about.reason}"
    return f"{same}, {len(found.text.encode())} bytes, proved in {seconds:.3f} s{foreign}"


def stale() -> list[Path]:
    """Return the certificates in the folder that nothing here makes."""
    return [file for file in sorted(FOLDER.glob("*.json")) if file.stem not in FILES]


def write() -> None:
    """Write the files and the README; remove what is stale."""
    certificates = {name: make(name) for name in FILES}
    text = readme(certificates)
    FOLDER.mkdir(exist_ok=True)
    for file in stale():
        file.unlink()
    for name, certificate in certificates.items():
        certificate.save(path(name))
    README.write_text(text, encoding="utf-8")
    print(text)


def compare() -> None:
    """Print how the folder compares with what would be written."""
    certificates = {}
    for name in FILES:
        begun = perf_counter()
        certificates[name] = make(name)
        seconds = perf_counter() - begun
        print(f"{name}: made in {seconds:.1f} s; {state(name, certificates[name])}")
    for file in stale():
        print(f"{file.stem}: nothing makes it")
    written = README.read_text(encoding="utf-8") if README.exists() else ""
    print(f"README.md: {'same' if written == readme(certificates) else 'differs'}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write files and README.md")
    if parser.parse_args().write:
        write()
    else:
        compare()


if __name__ == "__main__":
    main()
