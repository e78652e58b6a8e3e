"""`sdpsearch decide`: a property of one channel."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from sdpsearch import deadline
from sdpsearch.channels.saving import check_writable, save_arrays
from sdpsearch.cli import arguments, output, status
from sdpsearch.cli.options import (
    NO_CHOI,
    CertificateFile,
    ChoiOptions,
    Json,
    One,
    Prove,
    Quiet,
    Seconds,
    Solver,
    Words,
)
from sdpsearch.conic.solvers import DEFAULT_SOLVER
from sdpsearch.properties import Verdict, decide, parse_property
from sdpsearch.report.decision import decision_text


def decide_command(
    channel: str,
    /,
    *,
    x: str | None = None,
    property: One = "antidegradable",
    save_map: str | None = None,
    save_witness: str | None = None,
    solver: Solver = DEFAULT_SOLVER,
    cross_check: Annotated[bool, Parameter(negative="")] = False,
    time_limit: Seconds = None,
    prove: Prove = False,
    certificate: CertificateFile = None,
    as_map: Annotated[bool, Parameter(negative="")] = False,
    json: Json = False,
    quiet: Quiet = False,
    choi: ChoiOptions = NO_CHOI,
    **words: Words,
) -> int:
    """Decide a property of one channel; exit status 1 when undecided.

    Parameters
    ----------
    channel
        A file with Kraus operators or a Choi matrix (.npz, .npy, .json, .mat), a family or
        channel of the zoo, or your own as my_file.py:NAME. Its options follow, e.g. --d 3.
    x
        The family's parameter; its own name works too, e.g. --gamma 0.4. For a
        channel without a parameter, the weight of white noise added to it.
    save_map
        Write the map N to this .npz, .json or .mat file when it exists: `kraus`, and as
        `channel_kraus` the Kraus operators of the channel whose environment N acts on.
    save_witness
        Write the witness W to this .npz, .json or .mat file when it exists.
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
    if save_map is not None and save_map == save_witness:
        raise ValueError(
            f"Options --save-map and --save-witness name the same file, {save_map}."
        )
    if certificate is not None:
        output.check_folder(certificate)
    if as_map and not asked.has_map:
        raise ValueError(f"Option --as-map: there is no map that proves {asked.name}.")
    prove = prove or certificate is not None or as_map
    found, title = arguments.channel_from(channel, x, words, choi)
    with output.progress(f"{title}: {asked.name}", quiet), deadline.within(time_limit):
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
        lambda d: (
            d.verdict.name
            if quiet
            else decision_text(d, f"{title}  ({found.d_in} → {found.d_out})")
        ),
    )
    for path, what in ((save_map, "map"), (save_witness, "witness")):
        if path is not None and getattr(decision, what) is None:
            output.say(f"{path} not written: {decision.verdict.name} comes with no {what}")
    open_or_not = status.UNDECIDED if decision.verdict is Verdict.UNDECIDED else status.OK
    if not prove:
        return open_or_not
    return max(
        open_or_not, status.keep(certificate, decision.certificate, "no exact proof")
    )
