"""The commands.

Exit status: 0 fine, 1 undecided, or a proof that was asked for was not found or is
refused, 2 bad input (one line, no traceback), 3 the two formulations of a cross-check
contradict each other.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated

from cyclopts import App, CycloptsError, Parameter

import sdpsearch
from sdpsearch import deadline
from sdpsearch.channels.files import (
    check_writable,
    save_arrays,
)
from sdpsearch.cli import arguments, inventory, output
from sdpsearch.cli.capacity import capacity_command
from sdpsearch.cli.maps import maps_command
from sdpsearch.cli.options import (
    CertificateFile,
    Json,
    Names,
    One,
    Prove,
    Seconds,
    Solver,
    Whole,
    Words,
    whole,
)
from sdpsearch.cli.reproduce import reproduce_command
from sdpsearch.conic.formats import write_cbf, write_sdpa
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.proof.certificate import Certificate
from sdpsearch.proof.verify import verify
from sdpsearch.properties import (
    FormulationsDisagreeError,
    Verdict,
    decide,
    parse_property,
)
from sdpsearch.report import plot, statements, table
from sdpsearch.report.record import record, schema
from sdpsearch.report.record.scans import scan_csv
from sdpsearch.search.compare import DEFAULT_COPIES, compare
from sdpsearch.search.scan import scan
from sdpsearch.search.threshold import (
    COARSE_POINTS,
    METHODS,
    Occurrence,
    Threshold,
    threshold,
)
from sdpsearch.writing import write_file

_WRITERS = {".dat-s": write_sdpa, ".cbf": write_cbf}

OK, UNDECIDED, BAD_INPUT, DISAGREE, UNWRITTEN = 0, 1, 2, 3, 4

#: Characters of a message; what it quotes can be longer than any screen.
_LONGEST = 600

app = App(
    name="sdpsearch",
    help="Where along a family a quantum channel becomes antidegradable.",
    version=sdpsearch.__version__,
    help_format="plaintext",
)


@app.command(name="threshold")
def threshold_command(
    family: str,
    /,
    *,
    property: One = "antidegradable",
    solver: Solver = DEFAULT_SOLVER,
    points: Whole = COARSE_POINTS,
    method: str = METHODS[0],
    time_limit: Seconds = None,
    prove: Prove = False,
    digits: Annotated[int | None, Parameter(converter=whole)] = None,
    certificate: CertificateFile = None,
    json: Json = False,
    **words: Words,
) -> int:
    """Locate where along a family a property holds.

    Parameters
    ----------
    family
        A family of the zoo (see `sdpsearch families`), or a file with a channel (.npz,
        .npy, .json), to which white noise is added. Its options follow, e.g. --d 3.
    points
        Size of the coarse scan for families that are not affine.
    method
        extension, the engine; or map, the independent search over N (--solver is then
        LANGUAGE/SOLVER, e.g. cvxpy/scs).
    digits
        Digits to prove of each boundary of an affine family, e.g. 50; implies --prove.
    """
    asked = parse_property(property)
    if certificate is not None:
        output.check_folder(certificate)
    prove = prove or certificate is not None or digits is not None
    built = arguments.family_from(family, words)
    with output.progress(f"{built.label}: {asked.name}") as tick:
        found = threshold(
            built,
            asked,
            solver=solver,
            points=points,
            method=method,
            progress=tick,
            time_limit=time_limit,
            prove=prove,
            digits=digits,
        )
    output.show(json, found, table.threshold_text)
    kept = _keep(certificate, found.certificate, found.proof)
    return max(_status([found]), kept if prove else OK)


@app.command(name="decide")
def decide_command(
    channel: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    d_in: Annotated[int | None, Parameter(converter=whole)] = None,
    d_out: Annotated[int | None, Parameter(converter=whole)] = None,
    order: str | None = None,
    normalised: Annotated[bool, Parameter(negative="")] = False,
    save_map: str | None = None,
    save_witness: str | None = None,
    solver: Solver = DEFAULT_SOLVER,
    cross_check: Annotated[bool, Parameter(negative="")] = False,
    time_limit: Seconds = None,
    prove: Prove = False,
    certificate: CertificateFile = None,
    as_map: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    **words: Words,
) -> int:
    """Decide a property of one channel; exit status 1 when undecided.

    Parameters
    ----------
    channel
        A file with Kraus operators or a Choi matrix (.npz, .npy, .json), or a family or
        channel of the zoo. Its options follow, e.g. --d 3.
    x
        The family's parameter; its own name works too, e.g. --gamma 0.4. For a file, the
        weight of white noise added to its channel.
    d_in
        Input dimension, for a Choi matrix in a file.
    d_out
        Output dimension, for a Choi matrix in a file.
    order
        input-output or output-input, for a Choi matrix in a file.
    normalised
        The Choi matrix in the file has trace 1 instead of the input dimension.
    save_map
        Write the map N to this .npz or .json file when it exists: `kraus`, and as
        `channel_kraus` the Kraus operators of the channel whose environment N acts on.
    save_witness
        Write the witness W to this .npz or .json file when it exists.
    cross_check
        Ask the independent search over N as well, on another solver.
    as_map
        Prove (anti)degradability by the exact map N instead of an extension; implies
        --prove.
    """
    asked = parse_property(property)
    for path in (save_map, save_witness):
        if path is not None:
            check_writable(path)
    if certificate is not None:
        output.check_folder(certificate)
    prove = prove or certificate is not None or as_map
    choi = arguments.ChoiOptions(d_in, d_out, order, normalised)
    found, title = arguments.channel_from(channel, x, words, choi)
    with output.progress(f"{title}: {asked.name}"), deadline.within(time_limit):
        decision = decide(found, asked, solver=solver, cross_check=cross_check)
        if prove:
            decision = arguments.proved_as(decision, title, as_map=as_map)
    if save_map is not None and decision.map is not None:
        minimal = found.minimal().kraus
        save_arrays(save_map, kraus=decision.map.kraus, channel_kraus=minimal)
    if save_witness is not None and decision.witness is not None:
        save_arrays(save_witness, witness=decision.witness)
    output.show(
        json,
        decision,
        lambda d: table.decision_text(d, f"{title}  ({found.d_in} → {found.d_out})"),
    )
    for path, what, thing in (
        (save_map, "map", decision.map),
        (save_witness, "witness", decision.witness),
    ):
        if path is not None and thing is None:
            output.say(f"{path} not written: {decision.verdict.name} comes with no {what}")
    status = UNDECIDED if decision.verdict is Verdict.UNDECIDED else OK
    if not prove:
        return status
    return max(status, _keep(certificate, decision.certificate, "no exact proof"))


@app.command(name="verify")
def verify_command(
    file: str,
    /,
    *,
    family: str | None = None,
    complement: Annotated[bool, Parameter(negative="")] = False,
    second: Annotated[bool, Parameter(negative="")] = False,
    show: Annotated[bool, Parameter(negative="")] = False,
    latex: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
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
        Check that it is about this family or channel of the zoo (options follow, e.g.
        --d 3), or about the channel in this file: rebuilt exactly and compared.
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
    if family is None and words:
        raise ValueError(f"Option --{next(iter(words))} belongs to --family.")
    target = None
    if family is not None:
        noisy = found.is_along_a_family
        target = arguments.target_from(family, words, noisy=noisy)
    verdict = verify(found, target, complement=complement, second=second)
    if latex and verdict.proved:
        output.show(json, verdict, statements.latex)
    else:
        output.show(json, verdict, table.verification_text)
    if show and verdict.proved and not json:
        output.show(False, found.problem, statements.entries)
    if verdict.disagree:
        return DISAGREE
    if not verdict.is_certificate:
        return BAD_INPUT
    return OK if verdict.proved else UNDECIDED


def _keep(path: str | None, made: Certificate | None, why: str | None) -> int:
    """Write a certificate where it was asked for; 1 if there is none."""
    if made is None:
        if path is not None:
            output.say(f"{path} not written: {why}")
        return UNDECIDED
    if path is not None:
        made.save(path)
    return OK


@app.command(name="compare")
def compare_command(
    family: str,
    /,
    *,
    property: Names = None,
    k: Whole = DEFAULT_COPIES,
    solver: Solver = DEFAULT_SOLVER,
    json: Json = False,
    **words: Words,
) -> int:
    """Set located thresholds beside the closed forms that are known.

    Parameters
    ----------
    family
        A family of the zoo, or a file with a channel, to which white noise is added;
        repeat its options for several, e.g. --d 2 --d 3 --d 4.
    k
        Number of copies in the k-extendible row.
    """
    asked = [parse_property(name) for name in property] if property else None
    if asked is not None and k != DEFAULT_COPIES:
        raise ValueError(
            f"Give --property {k}-extendible instead of --k beside --property."
        )
    comparisons = []
    for built in arguments.families_from(family, words):
        with output.progress(built.label) as tick:
            comparisons.append(compare(built, asked, k=k, solver=solver, progress=tick))
    output.show(
        json,
        comparisons,
        table.comparison_tables,
        lambda found: schema("comparisons") | {"comparisons": [record(c) for c in found]},
    )
    return OK


@app.command(name="scan")
def scan_command(
    family: str,
    /,
    *,
    x: str | None = None,
    property: Names = None,
    csv: str | None = None,
    figure: str | None = None,
    solver: Solver = DEFAULT_SOLVER,
    json: Json = False,
    **words: Words,
) -> int:
    """Show margin and verdict across the parameter, with the located threshold.

    Parameters
    ----------
    family
        A family of the zoo, or a file with a channel, to which white noise is added. Its
        options follow, e.g. --d 3.
    x
        START:STOP:COUNT, both ends included, or values separated by commas; 41 points
        over the family's domain by default.
    csv
        Write the points to this file as CSV.
    figure
        Draw margin against parameter into this file (.png, .pdf or .svg).
    """
    asked = arguments.properties_from(property)
    built = arguments.family_from(family, words)
    xs = arguments.grid_from(x if x is not None else _whole_domain(built))
    if csv is not None:
        output.check_folder(csv)
    if figure is not None:
        output.check_folder(figure, plot.FORMATS)
        if csv is not None and Path(csv) == Path(figure):
            raise ValueError(f"Options --csv and --figure name the same file, {csv}.")
    with output.progress(built.label) as tick:
        found = scan(built, asked, xs, solver=solver, progress=tick)
    if csv is not None:
        write_file(csv, scan_csv(found))
    if figure is not None:
        plot.save_scan_figure(found, figure)
    output.show(json, found, table.scan_table)
    return _status(found.thresholds)


@app.command(name="export")
def export_command(
    channel: str,
    file: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    d_in: Annotated[int | None, Parameter(converter=whole)] = None,
    d_out: Annotated[int | None, Parameter(converter=whole)] = None,
    order: str | None = None,
    normalised: Annotated[bool, Parameter(negative="")] = False,
    **words: Words,
) -> int:
    """Write the conic programme of a channel's margin for other solvers.

    The optimum of the minimisation in the file is the margin (positive inside).

    Parameters
    ----------
    channel
        As in `decide`. Its options follow, e.g. --d 3 --x 0.4.
    file
        Where to: .dat-s is SDPA-sparse, .cbf the Conic Benchmark Format.
    x
        The family's parameter, or the weight of white noise on a file's channel.
    d_in
        Input dimension, for a Choi matrix in a file.
    d_out
        Output dimension, for a Choi matrix in a file.
    order
        input-output or output-input, for a Choi matrix in a file.
    normalised
        The Choi matrix in the file has trace 1 instead of the input dimension.
    """
    output.check_folder(file, tuple(_WRITERS))
    asked = parse_property(property)
    choi = arguments.ChoiOptions(d_in, d_out, order, normalised)
    found, _ = arguments.channel_from(channel, x, words, choi)
    _WRITERS[Path(file).suffix](asked.programme(found), file)
    return OK


app.command(name="maps")(maps_command)
app.command(name="capacity")(capacity_command)
app.command(name="reproduce")(reproduce_command)


@app.command(name="families")
def families_command(*, json: Json = False) -> int:
    """List the families and channels of the zoo."""
    output.show(json, None, inventory.families_table, inventory.families_record)
    return OK


@app.command(name="solvers")
def solvers_command(*, json: Json = False) -> int:
    """List the solver backends and their versions."""
    output.show(json, None, inventory.solvers_table, inventory.solvers_record)
    return OK


@app.command(name="environment")
def environment_command(*, json: Json = False) -> int:
    """Print versions and machine for a bug report."""
    output.show(json, None, inventory.environment_table, inventory.environment_record)
    return OK


def main(tokens: list[str] | None = None) -> None:
    """Run the command line and exit with its status, 4 if the answer is not written."""
    output.bear_any_encoding()
    raise SystemExit(run(tokens))


def run(tokens: list[str] | None = None) -> int:
    """Run the command line and return its exit status; a user's mistake is one line."""
    given = sys.argv[1:] if tokens is None else tokens
    as_json = "--json" in given
    try:
        status = app(
            tokens, exit_on_error=False, print_error=False, result_action="return_value"
        )
        output.finish()
    except CycloptsError as error:
        return _refuse(str(error), as_json)
    except (ValueError, TypeError, MemoryError, ImportError) as error:
        return _refuse(_named(str(error), given), as_json)
    except FormulationsDisagreeError as error:
        output.say(str(error))
        output.show(True, error, str)
        return DISAGREE
    except OSError as error:  # files have said so already: this is the standard output
        output.abandon()
        output.say(f"Cannot write to the output: {error.strerror or error}.")
        return UNWRITTEN
    except KeyboardInterrupt:
        return _refuse("interrupted", as_json)
    return status if isinstance(status, int) else OK


def _status(found: Sequence[Threshold]) -> int:
    """Return 1 when a threshold is undecided, or known only within a wide bracket."""
    lost = [t for t in found if t.occurrence is Occurrence.UNDECIDED or not t.is_decided]
    return UNDECIDED if lost else OK


def _named(message: str, tokens: Sequence[str]) -> str:
    """Return a message of the library with its argument called as on the command line."""
    given = {token.partition("=")[0] for token in tokens}

    def option(match: re.Match[str]) -> str:
        flag = "--" + match[1].replace("_", "-")
        if flag not in given and match[2] == " of " and "--x" in given:
            flag = "--x"  # a family's parameter, whatever its own name
        return f"Option {flag}{match[2]}" if flag in given else match[0]

    message = re.sub(r"Argument `(\w+)`( of |)", option, message)
    for flag, value in pairwise(tokens):
        if flag.startswith("--") and message.startswith(f"Cannot write {value}:"):
            return f"Option {flag}: cannot {message.removeprefix('Cannot ')}"
    return message


def _refuse(message: str, as_json: bool) -> int:
    line = " ".join(message.split())
    line = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
    output.refuse(line, as_json=as_json)
    return BAD_INPUT


def _whole_domain(family: sdpsearch.ChannelFamily) -> str:
    low, high = family.domain
    return f"{low!r}:{high!r}:41"
