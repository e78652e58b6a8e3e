"""The application: its commands in their order, and how a command line ends.

Exit status: 0 fine, 1 undecided, or a proof that was asked for was not found or is
refused, 2 bad input (one line, no traceback), 3 the two formulations of a cross-check
contradict each other, 4 the answer could not be written, 130 interrupted, 143 terminated.
"""

from __future__ import annotations

import inspect
import sys

from cyclopts import App, CycloptsError, MissingArgumentError, UnusedCliTokensError

import sdpsearch
from sdpsearch.cli import output, own
from sdpsearch.cli.commands.atlas import atlas_command
from sdpsearch.cli.commands.benchmark import benchmark_command
from sdpsearch.cli.commands.capacity import capacity_command
from sdpsearch.cli.commands.cite import cite_command
from sdpsearch.cli.commands.compare import compare_command
from sdpsearch.cli.commands.decide import decide_command
from sdpsearch.cli.commands.environment import environment_command
from sdpsearch.cli.commands.export import export_command
from sdpsearch.cli.commands.families import families_command
from sdpsearch.cli.commands.maps import maps_command
from sdpsearch.cli.commands.merge import merge_command
from sdpsearch.cli.commands.plan import plan_command
from sdpsearch.cli.commands.plot import plot_command
from sdpsearch.cli.commands.region import region_command
from sdpsearch.cli.commands.report import report_command
from sdpsearch.cli.commands.reproduce import reproduce_command
from sdpsearch.cli.commands.scan import scan_command
from sdpsearch.cli.commands.show import show_command
from sdpsearch.cli.commands.solvers import solvers_command
from sdpsearch.cli.commands.threshold import threshold_command
from sdpsearch.cli.commands.verify import verify_command
from sdpsearch.cli.examples import EXAMPLES
from sdpsearch.cli.status import (
    BAD_INPUT,
    DISAGREE,
    INTERRUPTED,
    OK,
    TERMINATED,
    UNWRITTEN,
)
from sdpsearch.cli.stopping import Terminated
from sdpsearch.cli.wording import in_options, one_line, unexpected
from sdpsearch.properties import FormulationsDisagreeError
from sdpsearch.runs.executors import WorkersLost
from sdpsearch.runs.file import RunUnwritable
from sdpsearch.runs.merge import RunsDisagreeError

app = App(
    name="sdpsearch",
    help="Where along a family a quantum channel becomes antidegradable.",
    version=sdpsearch.__version__,
    help_format="markdown",  # joins the lines of a paragraph
    suppress_keyboard_interrupt=False,  # what it was doing says what is kept
)

#: In the order people need them, which is the order of `sdpsearch --help`.
COMMANDS = {
    "threshold": threshold_command,
    "decide": decide_command,
    "compare": compare_command,
    "scan": scan_command,
    "region": region_command,
    "show": show_command,
    "report": report_command,
    "plot": plot_command,
    "merge": merge_command,
    "families": families_command,
    "plan": plan_command,
    "verify": verify_command,
    "maps": maps_command,
    "capacity": capacity_command,
    "export": export_command,
    "atlas": atlas_command,
    "reproduce": reproduce_command,
    "benchmark": benchmark_command,
    "solvers": solvers_command,
    "environment": environment_command,
}
for place, (name, command) in enumerate(COMMANDS.items()):
    app.command(name=name, sort_key=place, help_epilogue=f"Example: {EXAMPLES[name]}")(
        command
    )
app.command(name="--cite")(cite_command)
app.register_install_completion_command(add_to_startup=False)


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
    except UnusedCliTokensError as error:
        return _refuse(unexpected(error.unused_tokens or ()), as_json)
    except MissingArgumentError as error:
        return _refuse(_without_value(error), as_json)
    except CycloptsError as error:
        return _refuse(str(error), as_json)
    except (ValueError, TypeError, MemoryError, ImportError) as error:
        return _refuse(in_options(str(error), given), as_json)
    except FormulationsDisagreeError as error:
        output.say(str(error))
        output.show(True, error, str)
        return DISAGREE
    except RunsDisagreeError as error:
        output.refuse(one_line(str(error)), as_json=as_json)
        return DISAGREE
    except (RunUnwritable, WorkersLost) as error:
        output.refuse(one_line(str(error)), as_json=as_json)
        return UNWRITTEN
    except OSError as error:  # files have said so already: this is the standard output
        output.abandon()
        output.say(f"Cannot write to the output: {error.strerror or error}.")
        return UNWRITTEN
    except KeyboardInterrupt as error:
        output.refuse(one_line(str(error) or "interrupted"), as_json=as_json)
        return TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    except Exception as error:
        where = own.blame(error)
        if where is None:
            raise  # a mistake of this package: its traceback is wanted
        return _refuse(where, as_json)
    return status if isinstance(status, int) else OK


def _without_value(error: MissingArgumentError) -> str:
    """Return what to say of an option at the end; a family's own are any --NAME VALUE."""
    kind = None if error.argument is None else error.argument.field_info.kind
    if error.keyword is None or kind is not inspect.Parameter.VAR_KEYWORD:
        return str(error)
    command = " ".join(error.command_chain or ())
    return (
        f"Option {error.keyword} needs a value ({error.keyword}=VALUE where that begins "
        f"with a minus); {command} has no switch of that name."
    )


def _refuse(message: str, as_json: bool) -> int:
    output.refuse(one_line(message), as_json=as_json)
    return BAD_INPUT
