"""Every command, in tables and in JSON: its numbers, its files and its exit status."""

import csv
import json
import re
import struct
import subprocess
import sys

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.channels.files import load_channel
from sdpsearch.channels.random import random_antidegradable, random_channel
from sdpsearch.cli.numbers import grid_from
from sdpsearch.conic.solvers import DEFAULT_SOLVER, OWN, SOLVERS
from sdpsearch.linalg import swap_factors

COMMANDS = {
    "threshold": "threshold erasure",
    "decide": "decide erasure --e 0.3",
    "compare": "compare erasure",
    "scan": "scan erasure --x 0:1:3",
    "maps": "maps erasure --x 0.6",
    "capacity": "capacity erasure --x 0.3",
    "families": "families",
    "solvers": "solvers",
    "plan": "plan depolarizing --d 5",
    "environment": "environment",
}


def refuse(word):
    raise ValueError(f"{word} is not strict JSON")


def strict(text):
    return json.loads(text, parse_constant=refuse)


@pytest.fixture
def record(call):
    """Run a command that must succeed quietly and return what its JSON holds."""

    def run_words(line, *more):
        status, out, err = call(line, *more, "--json")
        assert (status, err) == (0, "")
        return strict(out)

    return run_words


def shell(*words, cwd=None):
    """Run a process; what it says on a slow machine, that it is at work, is left out."""
    done = subprocess.run(
        [sys.executable, "-m", "sdpsearch", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        cwd=cwd,
        check=False,
    )
    done.stderr = re.sub(r"(?m)^.* …\n", "", done.stderr)
    return done


# Every command


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_table_is_text_and_succeeds(call, line):
    status, out, err = call(line)
    assert (status, err) == (0, "")
    assert out.strip()
    assert "{\n" not in out


@pytest.mark.parametrize("line", COMMANDS.values(), ids=COMMANDS)
def test_json_is_strict(record, line):
    assert record(line)


def test_version_is_the_packages(call):
    assert call("--version") == (0, f"{sd.__version__}\n", "")


@pytest.mark.parametrize("line", ["--help", *(f"{c} --help" for c in COMMANDS)])
def test_help_succeeds(call, line):
    status, out, err = call(line)
    assert (status, err) == (0, "")
    assert "Usage: sdpsearch" in out


def test_help_names_every_command(call):
    _, out, _ = call("--help")
    assert all(name in out for name in COMMANDS)


# threshold


def test_threshold_prints_the_boundary(call):
    status, out, _ = call("threshold depolarizing --d 3")
    assert status == 0
    assert "antidegradable for" in out
    assert "x in [0.375, 1]" in out


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("antidegradable", 1 / 3), ("ppt", 2 / 3), ("entanglement-breaking", 2 / 3)],
)
def test_threshold_of_the_asked_property(record, asked, expected):
    found = record("threshold depolarizing --d 2 --property", asked)
    assert found["question"]["property"] == asked
    assert found["occurrence"] == "intervals"
    (boundary,) = found["boundaries"]
    assert boundary["value"] == pytest.approx(expected, abs=1e-8, rel=0)
    low, high = boundary["bracket"]["lower"], boundary["bracket"]["upper"]
    assert low <= expected <= high


def test_threshold_of_a_curved_family(record):
    found = record("threshold amplitude_damping --points 5")
    assert found["boundaries"][0]["value"] == pytest.approx(0.5, abs=1e-8, rel=0)


def test_threshold_of_a_channel_is_of_white_noise_on_it(record):
    found = record("threshold identity --d 2")
    assert (found["question"]["family"], found["question"]["arguments"]) == (
        "white noise",
        {"on": "identity", "d": 2},
    )
    assert found["boundaries"][0]["value"] == pytest.approx(1 / 3, abs=1e-8, rel=0)


def test_threshold_takes_fractions_and_tuples(record):
    found = record("threshold pauli --direction 1/2,0,1/2 --property ppt")
    assert found["question"]["arguments"]["direction"] == [0.5, 0.0, 0.5]


def test_threshold_of_a_file_is_of_white_noise_on_it(record, tmp_path):
    path = tmp_path / "identity.npy"
    np.save(path, np.eye(3)[None])
    found = record("threshold", path)
    assert found["question"]["arguments"] == {"on": "identity.npy"}
    assert found["boundaries"][0]["value"] == pytest.approx(3 / 8, abs=1e-8, rel=0)


@pytest.mark.parametrize("solver", SOLVERS)
def test_any_solver_finds_the_threshold(record, solver):
    found = record("threshold erasure --solver", solver)
    assert found["boundaries"][0]["value"] == pytest.approx(0.5, abs=1e-6, rel=0)


# decide


@pytest.mark.parametrize(
    ("gamma", "status", "verdict"),
    [(0.3, 0, "FAILS"), (0.5, 1, "UNDECIDED"), (0.7, 0, "HOLDS")],
)
@pytest.mark.parametrize("name", ["gamma", "x"])
def test_status_tells_whether_it_was_decided(call, name, gamma, status, verdict):
    line = f"decide amplitude_damping --{name} {gamma}"
    found, out, err = call(line)
    assert (found, err) == (status, "")
    assert verdict in out
    found, out, err = call(line, "--json")
    assert (found, err) == (status, "")
    assert strict(out)["verdict"] == verdict


def test_decide_prints_margin_map_and_title(call):
    _, out, _ = call("decide erasure --d 3 --e 0.75")
    assert "erasure(d=3) at e = 0.75  (3 → 4)" in out
    assert "map N" in out
    assert "witness" not in out


def test_infinities_are_null_with_a_word(record):
    found = record("decide werner_holevo --d 3")
    assert found["margin"] == {"lower": None, "upper": None, "infinite": "at +infinity"}


def test_decide_a_channel_of_the_zoo(record):
    assert record("decide identity --d 3")["verdict"] == "FAILS"
    assert record("decide replacer --d-in 3 --d-out 2")["verdict"] == "HOLDS"


@pytest.mark.parametrize(
    "asked", ["antidegradable", "Antidegradable", "3-extendible", "entanglement_breaking"]
)
def test_property_names_are_forgiving(record, asked):
    assert record("decide replacer --property", asked)["verdict"] == "HOLDS"


def in_json(array):
    return np.stack([array.real, array.imag], -1).tolist()


SAVED = {
    "kraus.npy": lambda p, c: np.save(p, c.kraus),
    "kraus.npz": lambda p, c: np.savez(p, kraus=c.kraus),
    "kraus.json": lambda p, c: p.write_text(json.dumps({"kraus": in_json(c.kraus)})),
    "choi.npy": lambda p, c: np.save(p, c.choi),
    "choi.npz": lambda p, c: np.savez(p, choi=c.choi, d_in=c.d_in, d_out=c.d_out),
    "choi.json": lambda p, c: p.write_text(json.dumps({"choi": in_json(c.choi)})),
}


@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("verdict", ["HOLDS", "FAILS"])
def test_files_are_decided(record, tmp_path, name, verdict):
    channel = random_antidegradable(2, 3, rng=5)
    if verdict == "FAILS":
        channel = random_channel(2, 3, rank=2, rng=5)
    path = tmp_path / name
    SAVED[name](path, channel)
    assert record("decide", path)["verdict"] == verdict


def test_order_of_a_choi_file_is_an_option(record, tmp_path):
    rotation = [[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]]
    channel = sd.white_noise([rotation])(0.2)
    path = tmp_path / "choi.npy"
    np.save(path, swap_factors(channel.choi, (2, 2)))
    line = "decide --d-in 2 --d-out 2 --order output-input --save-witness"
    witness = tmp_path / "witness.npz"
    assert record(line, witness, path)["verdict"] == "FAILS"
    with np.load(witness) as kept:
        assert np.vdot(kept["witness"], channel.choi).real == pytest.approx(-1)


# Saved maps and witnesses


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_saved_map_antidegrades(call, tmp_path, suffix):
    channel = random_antidegradable(2, 2, rng=3)
    source, target = tmp_path / "channel.npz", tmp_path / f"map{suffix}"
    np.savez(source, kraus=channel.kraus)
    status, _, err = call("decide", source, "--save-map", target)
    assert (status, err) == (0, "")
    assert load_channel(target) @ channel.minimal().complementary == channel


@pytest.mark.parametrize("suffix", [".npz", ".json"])
def test_saved_map_degrades(call, tmp_path, suffix):
    target = tmp_path / f"map{suffix}"
    call("decide amplitude_damping --gamma 0.2 --property degradable --save-map", target)
    channel = sd.zoo.amplitude_damping()(0.2)
    assert load_channel(target) @ channel == channel.minimal().complementary


def load_witness(path):
    if path.suffix == ".npz":
        with np.load(path) as data:
            assert data.files == ["witness"]
            return data["witness"]
    pairs = np.array(strict(path.read_text())["witness"])
    return pairs[..., 0] + 1j * pairs[..., 1]


@pytest.mark.parametrize("suffix", [".npz", ".json"])
@pytest.mark.parametrize("asked", ["antidegradable", "3-extendible", "ppt"])
def test_saved_witness_separates(call, tmp_path, suffix, asked):
    channel = random_channel(2, 2, rank=2, rng=11)
    inside = random_antidegradable(2, 2, rng=1)
    source, target = tmp_path / "channel.npy", tmp_path / f"witness{suffix}"
    np.save(source, channel.kraus)
    status, _, err = call("decide", source, "--property", asked, "--save-witness", target)
    assert (status, err) == (0, "")
    witness = load_witness(target)
    assert np.allclose(witness, witness.conj().T, rtol=0, atol=1e-14 * abs(witness).max())
    assert np.vdot(witness, channel.choi).real == pytest.approx(-1, abs=1e-9)
    if asked == "antidegradable":
        assert np.vdot(witness, inside.choi).real >= 0


@pytest.mark.parametrize(
    ("gamma", "option", "verdict"),
    [(0.3, "--save-map", "FAILS"), (0.7, "--save-witness", "HOLDS")],
)
def test_nothing_to_save_is_said(call, tmp_path, gamma, option, verdict):
    target = tmp_path / "nothing.npz"
    line = f"decide amplitude_damping --gamma {gamma} {option}"
    status, out, err = call(line, target)
    assert status == 0
    assert verdict in out
    assert err.startswith(f"sdpsearch: {target} not written: {verdict} comes with no")
    assert not target.exists()


# compare


def test_compare_takes_repeated_options(record):
    line = "compare depolarizing --d 2 --d 3 --d 4 --property antidegradable"
    found = record(line)["comparisons"]
    assert [c["question"]["arguments"]["d"] for c in found] == [2, 3, 4]
    for comparison, known in zip(found, [1 / 3, 3 / 8, 2 / 5], strict=True):
        (row,) = comparison["rows"]
        assert row["boundaries"][0]["value"] == pytest.approx(known, abs=1e-8, rel=0)
        assert row["difference"] <= 1e-8
        assert row["known"]["source"]


def test_compare_prints_found_and_known(call):
    _, out, _ = call("compare depolarizing --d 2 --d 3")
    assert "depolarizing(d=2)" in out
    assert "depolarizing(d=3)" in out
    assert out.count("[0.375, 1]") == 2
    assert "Analytic bounds" in out


@pytest.mark.parametrize("k", [3, 4])
def test_compare_has_a_row_of_k_copies(record, k):
    (found,) = record(f"compare erasure --k {k}")["comparisons"]
    rows = {row["property"]: row for row in found["rows"]}
    assert rows[f"{k}-extendible"]["difference"] <= 1e-8


def test_compare_takes_repeated_properties(record):
    (found,) = record("compare erasure --property ppt --property 4-extendible")[
        "comparisons"
    ]
    assert [row["property"] for row in found["rows"]] == ["ppt", "4-extendible"]


def test_compare_of_an_unknown_family_has_no_known_column(record, tmp_path):
    path = tmp_path / "kraus.npy"
    np.save(path, random_channel(2, 2, rank=2, rng=0).kraus)
    (found,) = record("compare", path)["comparisons"]
    assert [row["known"] for row in found["rows"]] == [None] * 3
    assert [row["difference"] for row in found["rows"]] == [None] * 3


# scan


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0:1:3", [0, 0.5, 1]),
        ("0.25:0.75:2", [0.25, 0.75]),
        ("-1:1:5", [-1, -0.5, 0, 0.5, 1]),
        ("0.3", [0.3]),
        ("0.3,0.1", [0.3, 0.1]),
        ("1/3,1/2", [1 / 3, 0.5]),
        ("1/4:3/4:3", [0.25, 0.5, 0.75]),
        ("1e-3:1:2", [0.001, 1]),
    ],
)
def test_grid_means_what_it_says(text, expected):
    assert grid_from(text) == expected


def test_scan_gives_the_points_in_order(record):
    found = record("scan erasure --x 0.7,0.2 --property ppt --property antidegradable")
    seen = [(row["x"], row["property"], row["verdict"]) for row in found["points"]]
    assert seen == [
        (0.2, "ppt", "FAILS"),
        (0.2, "antidegradable", "FAILS"),
        (0.7, "ppt", "FAILS"),
        (0.7, "antidegradable", "HOLDS"),
    ]
    assert [t["property"] for t in found["thresholds"]] == ["ppt", "antidegradable"]


def test_scan_covers_the_domain_by_default(record):
    found = record("scan horodecki --property ppt")
    xs = [row["x"] for row in found["points"]]
    low, high = sd.zoo.horodecki().domain
    assert (len(xs), xs[0], xs[-1]) == (41, low, high)


def test_scan_csv_holds_the_points(call, tmp_path):
    path = tmp_path / "scan.csv"
    line = "scan erasure --x 0:1:5 --property antidegradable --property ppt --csv"
    status, _, err = call(line, path)
    assert (status, err) == (0, "")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [float(row["e"]) for row in rows[::2]] == [0, 0.25, 0.5, 0.75, 1]
    assert {row["property"] for row in rows} == {"antidegradable", "ppt"}
    for row in rows:
        assert float(row["margin_lower"]) <= float(row["margin_upper"])
        assert row["verdict"] in sd.Verdict.__members__
    assert float(rows[-2]["margin_upper"]) == np.inf


def test_scan_figure_is_a_png(call, tmp_path):
    path = tmp_path / "scan.png"
    status, _, err = call("scan erasure --x 0:1:5 --figure", path)
    assert (status, err) == (0, "")
    data = path.read_bytes()
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", data[16:24])
    assert width >= 800
    assert height >= 600
    assert len(data) > 10_000


@pytest.mark.parametrize(("suffix", "header"), [(".pdf", b"%PDF"), (".svg", b"<?xml")])
def test_scan_figure_is_also_vector_graphics(call, tmp_path, suffix, header):
    path = tmp_path / f"scan{suffix}"
    status, _, err = call("scan erasure --x 0:1:5 --property ppt --figure", path)
    assert (status, err) == (0, "")
    assert path.read_bytes().startswith(header)


# What is there


def test_families_lists_the_whole_zoo(call, record):
    found = record("families")
    assert set(found["families"]) == set(sd.zoo.FAMILIES)
    assert set(found["channels"]) == set(sd.zoo.CHANNELS)
    for name, entry in found["families"].items():
        family = sd.zoo.FAMILIES[name]()
        assert entry["parameter"] == family.parameter
        low, high = entry["domain"]["lower"], entry["domain"]["upper"]
        assert (low, high) == family.domain
        assert entry["about"].endswith(".")
    _, out, _ = call("families")
    cells = {word for line in out.splitlines() for word in line.split()}
    assert set(sd.zoo.FAMILIES) | set(sd.zoo.CHANNELS) <= cells


def test_solvers_lists_every_backend(call, record):
    found = record("solvers")
    assert [entry["name"] for entry in found["solvers"]] == list(SOLVERS)
    assert [e["name"] for e in found["solvers"] if e["default"]] == [DEFAULT_SOLVER]
    assert all(entry["version"] for entry in found["solvers"])
    _, out, _ = call("solvers")
    assert all(name in out for name in SOLVERS)


def test_environment_names_versions_and_machine(call, record):
    found = record("environment")
    assert found["sdpsearch"] == sd.__version__
    assert found["numpy"] == np.__version__
    assert found["python"] == ".".join(map(str, sys.version_info[:3]))
    assert found["cores"] >= 1
    assert found["memory GiB"] > 0
    assert set(SOLVERS) - {OWN} <= set(found)
    _, out, _ = call("environment")
    assert all(name in out for name in found if name != "schema")


# As a process


def test_module_runs_and_exits_0():
    done = shell("decide", "erasure", "--e", "0.3", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    assert strict(done.stdout)["verdict"] == "FAILS"


def test_undecided_exits_1():
    done = shell("decide", "amplitude_damping", "--gamma", "0.5")
    assert (done.returncode, done.stderr) == (1, "")
    assert "UNDECIDED" in done.stdout


def test_bad_input_exits_2_with_one_line(tmp_path):
    done = shell("decide", "missing.npz", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "sdpsearch: Cannot read missing.npz: No such file or directory.\n"


def test_no_command_is_the_help():
    done = shell()
    assert (done.returncode, done.stderr) == (0, "")
    assert "Usage: sdpsearch COMMAND" in done.stdout


def test_region_draws_and_says_what_is_open(call, tmp_path):
    figure = tmp_path / "map.png"
    asked = "region dephrasure_triangle --property ppt --property antidegradable --quiet"
    status, out, _ = call(f"{asked} --gap 0.1 --figure {figure}")
    assert status == 0
    assert [line.partition(":")[0] for line in out.splitlines()] == [
        "ppt",
        "antidegradable",
    ]
    assert figure.read_bytes()[:4] == b"\x89PNG"
    words = "--property ppt --property antidegradable --gap 0.1 --quiet --map"
    status, out, _ = call(f"region pauli_triangle {words} --figure {figure}")
    assert [line.split(":")[0] for line in out.splitlines()] == [
        "ppt",
        "antidegradable",
        "open",
    ]
    status, out, _ = call("region pauli_simplex --solves 5 --json")
    assert (status, json.loads(out)["closed"]) == (1, False)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("region dephrasure_square --resolution 2", "--resolution must lie in"),
        ("region erasure", "No space is called 'erasure'"),
        ("region brauer_triangle --k 3", "takes no option --k; it takes --d"),
        ("region brauer_triangle --d 99", "--d must be at most"),
        ("threshold pauli_simplex", "sdpsearch region"),
    ],
)
def test_regions_refuse_in_one_line(call, words, told):
    status, _, err = call(words)
    assert status == 2
    assert told in err
    assert err.count("\n") == 1
