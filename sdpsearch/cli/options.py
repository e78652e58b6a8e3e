"""Options that several commands take, each with its help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from cyclopts import Parameter

from sdpsearch.cli.numbers import shortened


def whole(_: Any, tokens: Sequence[Any]) -> int:
    """Convert one token to an int; cyclopts would round 2.5."""
    word = tokens[0].value
    try:
        number = int(word) if len(word) <= 30 else None
    except ValueError:
        number = None
    if number is None:
        raise ValueError(f"it must be an integer, but is {shortened(word)!r}")
    return number


def seconds(_: Any, tokens: Sequence[Any]) -> float:
    """Convert one token to a positive number of seconds."""
    word = tokens[0].value
    try:
        number = float(word) if len(word) <= 30 else 0.0
    except ValueError:
        number = 0.0
    if not 0 < number < 1e9:
        raise ValueError(f"it must be a positive number, but is {shortened(word)!r}")
    return number


Seconds = Annotated[
    float | None,
    Parameter(
        name="--time-limit",
        converter=seconds,
        help="Seconds the whole answer may take; what is open then stays undecided.",
    ),
]
Whole = Annotated[int, Parameter(converter=whole)]
Json = Annotated[bool, Parameter(negative="", help="Print JSON instead of a table.")]
Quiet = Annotated[bool, Parameter(negative="", help="Print the result alone, a line each.")]
Solver = Annotated[
    str,
    Parameter(
        help="Backend, see `sdpsearch solvers`; NAME:fast for a quick look, NAME,NAME to "
        "ask the second where the first leaves it open."
    ),
]
#: Every property that a command takes, by its name.
NAMED = (
    "antidegradable, signed-extendible, degradable, ppt, entanglement-breaking, "
    "zero-capacity, zero-private-capacity, positive-capacity or K-extendible"
)
Names = Annotated[
    list[str] | None,
    Parameter(
        name="--property",
        help=f"{NAMED}; repeat for several.",
        negative="",
        consume_multiple=False,
    ),
]
One = Annotated[
    str,
    Parameter(help=f"{NAMED}."),
]
Prove = Annotated[
    bool, Parameter(negative="", help="Prove the answer in exact arithmetic.")
]
CertificateFile = Annotated[
    str | None,
    Parameter(
        name="--certificate",
        help="Write the proof to this file, for `sdpsearch verify`; implies --prove.",
    ),
]


@Parameter(name="*")
@dataclass(frozen=True)
class ChoiOptions:
    """What a command line says about a Choi matrix in a file."""

    d_in: Annotated[
        int | None,
        Parameter(converter=whole, help="Input dimension, for a Choi matrix in a file."),
    ] = None
    d_out: Annotated[
        int | None,
        Parameter(converter=whole, help="Output dimension, for a Choi matrix in a file."),
    ] = None
    order: Annotated[
        str | None,
        Parameter(help="input-output or output-input, for a Choi matrix in a file."),
    ] = None
    normalised: Annotated[
        bool,
        Parameter(
            negative="",
            help="The Choi matrix in the file has trace 1 instead of the input dimension.",
        ),
    ] = False
    like: Annotated[
        str | None,
        Parameter(
            help="Package whose convention an array in a file follows: qiskit, qutip, "
            "cirq, pennylane, toqito, qetlab or ket."
        ),
    ] = None
    nearest: Annotated[
        bool,
        Parameter(
            negative="",
            help="Take the channel nearest to the noisy Choi matrix in the file.",
        ),
    ] = False

    def sizes(self) -> dict[str, list[str]]:
        """Return the dimensions given, as words; the zoo has options of these names too."""
        given = {"d_in": self.d_in, "d_out": self.d_out}
        return {key: [str(value)] for key, value in given.items() if value is not None}

    def refuse(self, whose: str, *, but_sizes: bool = False) -> None:
        """Raise ValueError if anything is said here about what is no Choi matrix."""
        said = ["--order"] * (self.order is not None) + ["--normalised"] * self.normalised
        said += ["--like"] * (self.like is not None) + ["--nearest"] * self.nearest
        if not but_sizes:
            said += ["--" + key.replace("_", "-") for key in self.sizes()]
        if said:
            raise ValueError(
                f"Option {said[0]} belongs to a Choi matrix in a file, not to {whose}."
            )


#: Nothing said.
NO_CHOI = ChoiOptions()
#: Options of a family, e.g. --d 3; they are no options of the command.
Words = Annotated[list[str], Parameter(show=False)]
