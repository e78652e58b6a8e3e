"""`sdpsearch verify`: a certificate, checked again in integers."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch.channels.zoo import SPACES
from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import NO_CHOI, ChoiOptions, Json, Quiet, Words
from sdpsearch.cli.targets import space_from
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import verify
from sdpsearch.report import statements
from sdpsearch.report.latex import theorem_in_latex
from sdpsearch.report.verification import verification_text


def verify_command(
    file: str,
    /,
    *,
    family: str | None = None,
    x: str | None = None,
    complement: Annotated[bool, Parameter(negative="")] = False,
    second: Annotated[bool, Parameter(negative="")] = False,
    show: Annotated[bool, Parameter(negative="")] = False,
    latex: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Check a certificate again, in integers; print the theorem that it proves.

    Exit status 0 when it is proved, 1 when it is refused, 2 when it is no certificate, 3
    when the two checkers disagree.

    Parameters
    ----------
    file
        The certificate. `python checker.py FILE` checks it without this package.
    family
        Check that it is about this family, space or channel of the zoo (options follow,
        e.g. --d 3), or about the channel in this file: rebuilt exactly and compared.
    x
        The certificate is about this one member of the family, and need not say so.
    complement
        The certificate is about its complementary channels, as a proof of degradability.
    second
        Ask the second checker as well, which shares no code with the first.
    show
        Print the operators stated, entry by entry, in exact fractions.
    latex
        Print the theorem and its footnote in LaTeX.
    """
    found = Certificate.load(file)
    if family is None and (words or x is not None):
        raise ValueError(f"Option --{next(iter(words), 'x')} belongs to --family.")
    if family is None:
        choi.refuse("a certificate without --family")
    target = None
    is_space = family in SPACES or (family is not None and found.is_of_region)
    if is_space and family is not None:
        choi.refuse("a space")
        if x is not None:
            raise ValueError("Option --x belongs to a family, not to a space.")
        target = space_from(family, words)
    elif family is not None and x is not None:
        target, _ = arguments.channel_from(family, x, words, choi)
    elif family is not None:
        noisy = found.is_along_a_family
        target = arguments.target_from(family, words, choi, noisy=noisy)
    verdict = verify(found, target, complement=complement, second=second)
    if quiet and not json:
        output.tell("proved" if verdict.proved else "not proved")
    elif latex and verdict.proved:
        output.show(json, verdict, theorem_in_latex)
    else:
        output.show(json, verdict, verification_text)
    if show and verdict.proved and not (json or quiet):
        output.show(False, found.problem, statements.entries)
    if verdict.disagree:
        return status.DISAGREE
    if not verdict.is_certificate:
        return status.BAD_INPUT
    return status.OK if verdict.proved else status.UNDECIDED
