"""What the package promises: its names, its signatures, its quiet and quick import."""

import ast
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import sdpsearch as sd

PACKAGE = Path(sd.__file__).parent

NAMES = [
    "PPT",
    "Agreement",
    "Antidegradable",
    "Boundary",
    "BySearch",
    "CapacityBounds",
    "CapacityPoint",
    "Certificate",
    "Channel",
    "ChannelFamily",
    "ChannelSpace",
    "CoherentMaximum",
    "Comparison",
    "Coverage",
    "CrossCheck",
    "Decision",
    "Degradable",
    "EntanglementBreaking",
    "EveryDimension",
    "Fact",
    "FormulationsDisagreeError",
    "Interval",
    "KExtendible",
    "Mark",
    "Nearest",
    "Occurrence",
    "PrivateCapacityZero",
    "ProblemTooLarge",
    "Property",
    "QuantumCapacityPositive",
    "Region",
    "RegionMap",
    "Run",
    "Scan",
    "SignedExtendible",
    "Threshold",
    "Tier",
    "Verdict",
    "Verification",
    "ZeroCapacity",
    "__version__",
    "antidegradability_defect",
    "as_channel",
    "capacity_along",
    "coherent_information",
    "compare",
    "complement_of",
    "decide",
    "decide_many",
    "degradability_defect",
    "every_dimension",
    "facts",
    "load_channel",
    "marks",
    "maximise_coherent_information",
    "mixture",
    "open_run",
    "parse_property",
    "plan",
    "quantum_capacity",
    "random_channel",
    "region",
    "region_map",
    "scan",
    "simplex",
    "threshold",
    "verify",
    "white_noise",
    "zoo",
]

SIGNATURES = {
    sd.decide: "(channel: 'Any', property: 'Asked', *, solver: 'str' = 'native', "
    "time_limit: 'float | None' = None, cross_check: 'bool | str' = False, "
    "prove: 'bool | str' = False) -> 'Decision'",
    sd.decide_many: "(channels: 'Iterable[Any]', property: 'Asked', *, "
    "solver: 'str' = 'native', time_limit: 'float | None' = None) -> 'list[Decision]'",
    sd.threshold: "(family: 'ChannelFamily', property: 'Asked', *, "
    "solver: 'str' = 'native', points: 'int' = 9, method: 'str' = 'extension', "
    "progress: 'Progress | None' = None, "
    "time_limit: 'float | None' = None, prove: 'bool' = False, "
    "digits: 'int | None' = None) -> 'Threshold'",
    sd.scan: "(family: 'ChannelFamily', properties: 'Sequence[Asked] | Asked', "
    "xs: 'Iterable[float]', *, executor: 'Executor | None' = None, "
    "solver: 'str' = 'native', progress: 'Callable[[float, int], None] | None' = None, "
    "time_limit: 'float | None' = None, prove: 'bool' = False, "
    "run: 'str | PathLike[str] | None' = None, resolution: 'float | None' = None, "
    "budget: 'int | None' = None) -> 'Scan'",
    sd.compare: "(family: 'ChannelFamily', "
    "properties: 'Sequence[Asked] | Asked | None' = None, *, k: 'int' = 3, "
    "solver: 'str' = 'native', progress: 'Callable[[float, int], None] | None' = None, "
    "time_limit: 'float | None' = None) -> 'Comparison'",
    sd.Channel.from_choi: "(choi: 'Any', *, d_in: 'int', d_out: 'int', "
    "order: 'str' = 'input-output', normalised: 'bool' = False) -> 'Channel'",
    sd.Channel.from_squares: "(squares: 'Any') -> 'Channel'",
    sd.ChannelFamily.from_squares: "(squares: 'Callable[[Any], Any]', *, "
    "domain: 'tuple[Number, Number]' = (0.0, 1.0), name: 'str' = 'family', "
    "parameter: 'str' = 'x', arguments: 'Mapping[str, Any] | None' = None, "
    "law: 'CompositionLaw | None' = None) -> 'ChannelFamily'",
    sd.verify: "(certificate: 'Certificate | str | Path', "
    "target: 'ChannelFamily | ChannelSpace | Channel | None' = None, *, "
    "complement: 'bool' = False, second: 'bool' = False) -> 'Verification'",
}

#: Loaded when they are needed, not when the package is imported.
HEAVY = [
    "cvxpy",
    "picos",
    "matplotlib",
    "plotly",
    "jinja2",
    "pandas",
    "qics",
    "scs",
    "flint",
    "sympy",
    "scipy.optimize",
]

#: What sdpsearch itself returns or raises; people read these, they do not build them.
RESULTS = {
    "Boundary",
    "BySearch",
    "CapacityBounds",
    "CapacityPoint",
    "CoherentMaximum",
    "Comparison",
    "Coverage",
    "Decision",
    "Fact",
    "Mark",
    "Nearest",
    "Occurrence",
    "ProblemTooLarge",
    "Property",
    "Run",
    "Scan",
    "Threshold",
    "Tier",
    "Verdict",
    "Verification",
}


def built_or_called():
    public = {name: getattr(sd, name) for name in NAMES if name not in RESULTS}
    zoo = {f"zoo.{name}": getattr(sd.zoo, name) for name in sd.zoo.__all__}
    makers = (
        sd.Channel.from_choi,
        sd.Channel.from_squares,
        sd.ChannelFamily.from_squares,
    )
    both = {**public, **zoo, **{maker.__qualname__: maker for maker in makers}}
    return {name: thing for name, thing in both.items() if callable(thing)}


def test_names_are_frozen():
    assert sorted(sd.__all__) == sorted(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_name_is_there(name):
    assert getattr(sd, name) is not None


@pytest.mark.parametrize("function", SIGNATURES, ids=lambda f: f.__qualname__)
def test_signatures_are_frozen(function):
    assert str(inspect.signature(function)) == SIGNATURES[function]


@pytest.mark.parametrize("name", sd.zoo.FAMILIES)
def test_families_build_without_arguments(name):
    assert isinstance(sd.zoo.FAMILIES[name](), sd.ChannelFamily)


@pytest.mark.parametrize("name", sd.zoo.CHANNELS)
def test_channels_build_without_arguments(name):
    assert isinstance(sd.zoo.CHANNELS[name](), sd.Channel)


def test_import_is_quiet_and_loads_nothing_heavy():
    code = "import sys, sdpsearch; print(*sys.modules, sep='\\n', file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert done.stdout == ""
    assert "sdpsearch" in done.stderr.splitlines()
    assert set(HEAVY) & set(done.stderr.splitlines()) == set()


@pytest.mark.parametrize(
    ("name", "thing"), built_or_called().items(), ids=built_or_called()
)
def test_public_callables_have_an_example(name, thing):
    text = inspect.getdoc(thing) or ""
    assert "\nExample:\n" in text, name
    assert ">>> " in text, name


@pytest.mark.parametrize("name", sorted(RESULTS))
def test_results_are_documented(name):
    assert (inspect.getdoc(getattr(sd, name)) or "").split("\n")[0].endswith(".")


def modules():
    return {p.relative_to(PACKAGE).as_posix(): p for p in sorted(PACKAGE.rglob("*.py"))}


def calls_of(path, name):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == name
    ]


#: Files that anyone may run or read without the package.
STANDALONE = ("proof/checker.py", "proof/second.py")


@pytest.mark.parametrize(("name", "path"), modules().items(), ids=modules())
def test_only_the_command_line_prints(name, path):
    assert name.startswith("cli/") or calls_of(path, "print") == []


def test_the_checker_writes_as_a_program_only():
    tree = ast.parse((PACKAGE / "proof/checker.py").read_text(encoding="utf-8"))
    main = next(
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name == "main"
    )
    lines = calls_of(PACKAGE / "proof/checker.py", "say")
    assert lines
    assert all(main.lineno <= line <= main.end_lineno for line in lines)


@pytest.mark.parametrize("name", STANDALONE)
def test_checkers_import_nothing_but_the_standard_library(name):
    tree = ast.parse((PACKAGE / name).read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            assert {alias.name for alias in node.names} <= set(sys.stdlib_module_names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module in sys.stdlib_module_names


def test_the_command_line_does_print():
    assert calls_of(PACKAGE / "cli" / "output.py", "print")
