"""A user's mistake is one line on stderr that names it; nothing is printed or written."""

import json
import shlex

import numpy as np
import pytest

import sdpsearch as sd
from sdpsearch.cli.app import run

IDENTITY = np.outer([1, 0, 0, 1], [1, 0, 0, 1]).astype(float)
ROTATION = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])


class Intruder:
    """Unpickling this would write a file."""

    def __reduce__(self):
        return (open, ("unpickled.txt", "w"))


def write_files(folder):
    """Write one file per mistake into a folder."""
    arrays = {
        "scaled": np.sqrt(1 + 3.1e-4) * np.eye(2)[None],
        "nan": np.full((1, 2, 2), np.nan),
        "inf": np.array([[[1, 0], [0, np.inf]]]),
        "vector": np.zeros(3),
        "four-axes": np.zeros((1, 1, 2, 2)),
        "oblong": np.zeros((4, 3)),
        "no-kraus": np.zeros((0, 2, 2)),
        "text": np.array([[["a", "b"], ["c", "d"]]]),
        "skew": IDENTITY + np.diag([0.25, 0, 0], 1),
        "transposer": np.eye(4)[[0, 2, 1, 3]],
        "nan-choi": np.full((4, 4), np.nan),
        "trace-3": IDENTITY * 1.5,
        "ambiguous": sd.zoo.unitary(ROTATION).choi,
        "pickled": np.array([Intruder()], dtype=object),
        "good": np.eye(2)[None],
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)
    np.savez(folder / "both.npz", kraus=np.eye(2)[None], choi=IDENTITY)
    np.savez(folder / "neither.npz", unrelated=np.eye(2))
    np.savez(folder / "pickled.npz", kraus=np.array([Intruder()], dtype=object))
    np.savez(folder / "two-sizes.npz", choi=IDENTITY, d_in=[2, 2])
    np.savez(folder / "whole.npz", kraus=np.eye(2)[None])
    whole = (folder / "whole.npz").read_bytes()
    (folder / "torn.npz").write_bytes(whole[:-40])
    for suffix in (".npy", ".npz", ".json"):
        (folder / f"empty{suffix}").write_bytes(b"")
        (folder / f"folder{suffix}").mkdir()
        (folder / f"garbage{suffix}").write_bytes(b"this is no array at all")
    made = sd.decide(sd.zoo.erasure()(0.7), sd.Antidegradable(), prove=True)
    made.certificate.save(folder / "real.json")
    for suffix in (".csv", ".png"):
        (folder / f"folder{suffix}").mkdir()
    (folder / "zipped.npz").write_bytes(b"PK\x03\x04 and then rubbish")
    (folder / "bytes.json").write_bytes(b"\xff\xfe\x00")
    (folder / "channel.txt").write_text("1 0 0 1")
    choi = IDENTITY.tolist()
    texts = {
        "list": [1, 2],
        "ragged": {"kraus": [[[1, 0], [0, 1]], [[1, 0]]]},
        "words": {"kraus": [[["a", 0], [0, 1]]]},
        "flat": {"kraus": [1, 0, 0, 1]},
        "nan": {"kraus": [[[float("nan"), 0], [0, 1]]]},
        "unequal": {"kraus": [np.eye(2).tolist(), np.eye(3).tolist()]},
        "bad-order": {"choi": choi, "order": "upside-down"},
        "half-size": {"choi": choi, "d_in": 1.5},
        "endless-size": {"choi": choi, "d_in": float("inf")},
        "sized-by-word": {"choi": choi, "d_in": "two"},
    }
    for name, data in texts.items():
        (folder / f"{name}.json").write_text(json.dumps(data))
    (folder / "deep.json").write_text(f'{{"kraus": {"[" * 50_000}{"]" * 50_000}}}')


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("mistakes")
    write_files(path)
    return path


MISTAKES = [
    # commands
    ("thresholds erasure", "Unknown command"),
    ("threshold", "FAMILY requires an argument"),
    ("decide", "CHANNEL requires an argument"),
    ("compare", "FAMILY requires an argument"),
    ("scan", "FAMILY requires an argument"),
    ("families eraser", "erasure"),
    ("families --d 3", "--d"),
    ("solvers --json=maybe", "--json"),
    ("decide erasure rubbish --e 0.2", "rubbish"),
    # names
    ("threshold eraser", "'eraser'; try erasure"),
    ("decide depolarising --x 0.2", "'depolarising'; try depolarizing"),
    ("compare Erasure", "'Erasure'; try erasure"),
    ("scan dampdeph", "No channel is called 'dampdeph'"),
    ("decide '' --x 0.2", "No channel is called ''"),
    ("threshold erasure --solver qcis", "did you mean 'qics'"),
    ("decide erasure --e 0.2 --solver scz", "did you mean 'scs'"),
    ("compare erasure --solver qcis", "did you mean 'qics'"),
    ("scan erasure --x 0:1:3 --solver qcis", "did you mean 'qics'"),
    ("threshold erasure --property anti-degradable", "did you mean 'antidegradable'"),
    ("decide erasure --e 0.2 --property ptp", "did you mean 'ppt'"),
    ("compare erasure --property degradeable", "did you mean 'degradable'"),
    ("scan erasure --property 3-extendable", "did you mean '3-extendible'"),
    # arguments
    ("threshold erasure --gamma 0.3", "erasure takes no option --gamma; it takes --d"),
    ("threshold horodecki --d 3", "it takes none"),
    ("threshold erasure --d two", "'two'"),
    ("threshold erasure --d 2.5", "--d must be an integer, but is 2.5"),
    ("threshold erasure --d 0", "--d must be at least 2, but is 0"),
    ("threshold erasure --d", "--d needs a value"),
    ("threshold erasure --d=", "''"),
    ("threshold depolarizing --d 2,3", "--d must be an integer, but is (2, 3)"),
    ("threshold dephrasure --p 2", "--p must lie in [0, 1], but is 2"),
    ("threshold pauli --direction 1,2", "(1, 2)"),
    ("threshold erasure --points 2", "--points must be at least 3, but is 2"),
    ("threshold erasure --points many", "--points"),
    ("decide erasure", "give its parameter with --e"),
    ("decide erasure --e 0.2 --foo 3", "erasure takes no option --foo; it takes --d"),
    ("decide erasure --e 0.2 --order input-output", "order"),
    ("decide identity --x 1.2", "must lie in [0, 1]"),
    ("decide identity --gamma 0.2", "takes no option --gamma"),
    ("decide replacer --d-in 0", "--d-in must be at least 1, but is 0"),
    # the parameter
    ("decide erasure --e 1.25", "--e of erasure(d=2) must lie in [0, 1], but is 1.25"),
    ("decide erasure --e -0.25", "must lie in [0, 1], but is -0.25"),
    ("decide erasure --x nan", "--x must be a finite number, but is 'nan'"),
    ("decide erasure --e nan", "'nan'"),
    ("decide erasure --e 1e400", "1e400"),
    ("decide erasure --e 1/0", "'1/0'"),
    ("decide erasure --e 0.1,0.2", "--e must be one number"),
    ("decide erasure --x abc", "--x"),
    ("decide erasure --x", "--x requires an argument"),
    ("decide erasure --e 0.2 --x 0.3", "--e or --x, not both"),
    # k
    (
        "decide erasure --e 0.2 --property 0-extendible",
        "--property must have a K of 1 to 60, but is '0-extendible'",
    ),
    (
        "decide erasure --e 0.2 --property=-1-extendible",
        "--property must have a K of 1 to 60, but is '-1-extendible'",
    ),
    (
        "compare erasure --property 0-extendible",
        "--property must have a K of 1 to 60, but is '0-extendible'",
    ),
    ("compare erasure --k 0", "k"),
    ("compare erasure --k -1", "k"),
    ("compare erasure --k 2.5", "k"),
    ("compare erasure --k three", "--k"),
    # twice
    ("threshold erasure --d 2 --d 3", "--d is given twice"),
    ("decide erasure --e 0.1 --e 0.2", "--e must be given once"),
    ("decide erasure --d 2 --d 3 --e 0.2", "--d must be given once"),
    ("decide erasure --x 0.1 --x 0.2", "--x"),
    ("decide erasure --e 0.1 --property ppt --property degradable", "--property"),
    ("threshold erasure --solver scs --solver qics", "--solver"),
    # grids
    ("scan erasure --x 0:1", "START:STOP:COUNT, but is '0:1'"),
    ("scan erasure --x 0:1:3:4", "START:STOP:COUNT"),
    ("scan erasure --x 0:1:1", "COUNT of at least 2"),
    ("scan erasure --x 0:1:0", "COUNT of at least 2"),
    ("scan erasure --x 0:1:-3", "COUNT of at least 2"),
    ("scan erasure --x 0:1:2.5", "COUNT of at least 2"),
    ("scan erasure --x 0:1:many", "COUNT of at least 2"),
    ("scan erasure --x 0:1:²", "COUNT of at least 2"),
    ("scan erasure --x 1:0:5", "START < STOP, but is '1:0:5'"),
    ("scan erasure --x 0.5:0.5:5", "START < STOP"),
    ("scan erasure --x 0:2:3", "must lie in [0, 1], but is 2.0"),
    ("scan erasure --x 0.2,1.5", "must lie in [0, 1], but is 1.5"),
    ("scan erasure --x a:1:3", "'a'"),
    ("scan erasure --x nan:1:3", "'nan'"),
    ("scan erasure --x 0:1e400:3", "1e400"),
    ("scan erasure --x 0.1,,0.2", "''"),
    ("scan erasure --x=", "''"),
    # files that cannot be read
    ("decide missing.npz", "Cannot read missing.npz: No such file"),
    ("decide missing/channel.npy", "No such file"),
    ("threshold missing.json", "Cannot read missing.json: No such file"),
    ("compare missing.npy", "No such file"),
    ("scan missing.npy", "No such file"),
    ("decide channel.txt", "suffix must be one of .npz, .npy, .json"),
    ("decide folder.npy", "Is a directory"),
    ("decide folder.npz", "Is a directory"),
    ("decide folder.json", "Is a directory"),
    ("decide empty.npy", "Cannot read empty.npy"),
    ("decide empty.npz", "Cannot read empty.npz"),
    ("decide empty.json", "Cannot read empty.json"),
    ("decide garbage.npy", "Cannot read garbage.npy"),
    ("decide garbage.npz", "Cannot read garbage.npz"),
    ("decide garbage.json", "Cannot read garbage.json"),
    ("decide zipped.npz", "Cannot read zipped.npz"),
    ("decide torn.npz", "Cannot read torn.npz"),
    ("decide bytes.json", "Cannot read bytes.json"),
    ("decide deep.json", "Cannot read deep.json"),
    ("decide pickled.npy", "Cannot read pickled.npy"),
    ("decide pickled.npz", "Cannot read pickled.npz"),
    ("threshold pickled.npy", "Cannot read pickled.npy"),
    # files that hold no channel
    (
        "decide both.npz",
        "`stinespring`, but holds choi, kraus",
    ),
    ("decide neither.npz", "but holds unrelated"),
    ("decide list.json", "must be an object"),
    ("decide ragged.json", "all of the same shape"),
    ("decide words.json", "nested lists of numbers"),
    ("decide flat.json", "3 levels of lists"),
    ("decide vector.npy", "shape (3,)"),
    ("decide four-axes.npy", "shape (1, 1, 2, 2)"),
    ("decide text.npy", "must hold numbers, but has entries"),
    ("decide no-kraus.npy", "must not be empty"),
    ("decide unequal.json", "all of the same shape"),
    ("decide scaled.npy", "Σ K†K differs from 1 by 3.1e-04"),
    ("threshold scaled.npy", "Σ K†K differs from 1 by 3.1e-04"),
    ("decide nan.npy", "must be finite, but entry (0, 0, 0) is (nan"),
    ("decide nan.json", "must be finite"),
    ("decide inf.npy", "must be finite, but entry (0, 1, 1) is (inf"),
    ("decide nan-choi.npy --d-in 2 --d-out 2 --order input-output", "must be finite"),
    ("decide nan-choi.npy", "nan-choi.npy"),
    ("decide oblong.npy", "must be square, but has shape (4, 3)"),
    ("decide skew.npy", "must be Hermitian, but J − J† has an entry of 2.5e-01"),
    ("decide transposer.npy", "has eigenvalue -1.0e+00"),
    ("decide trace-3.npy", "of trace 3 are unclear: give --d-in and --d-out"),
    ("decide trace-3.npy --d-in 2 --d-out 2", "differs by 5.0e-01"),
    ("decide ambiguous.npy", "ambiguous (both are trace preserving)"),
    ("threshold ambiguous.npy", "ambiguous (both are trace preserving)"),
    ("decide ambiguous.npy --d-in 3", "give --d-in and --d-out"),
    ("decide ambiguous.npy --d-in 2 --d-out 3", "(6, 6) for d_in=2, d_out=3"),
    ("decide ambiguous.npy --order sideways", "but is 'sideways'"),
    ("decide bad-order.json", "but is 'upside-down'"),
    ("decide half-size.json", "1.5"),
    ("decide endless-size.json", "endless-size.json"),
    ("decide sized-by-word.json", "two"),
    ("decide two-sizes.npz", "two-sizes.npz"),
    # options a file does not take
    ("decide good.npy --x 1.3", "must lie in [0, 1], but is 1.3"),
    ("decide good.npy --gamma 0.3", "A file takes no option --gamma"),
    ("decide good.npy --d-in 3", "Kraus"),
    ("threshold good.npy --d 3", "A file takes no option --d"),
    ("compare good.npy --d 3", "A file takes no option --d"),
    # outputs
    ("decide erasure --e 0.7 --save-map map.npy", "suffix must be .npz, .json or .mat"),
    ("decide erasure --e 0.7 --save-map map", "suffix must be .npz, .json or .mat"),
    ("decide erasure --e 0.7 --save-map no/map.npz", "there is no folder no"),
    ("decide erasure --e 0.7 --save-map folder.npz", "it is a folder"),
    ("decide erasure --e 0.2 --save-witness w.txt", "suffix must be .npz, .json or .mat"),
    ("decide erasure --e 0.2 --save-witness no/w.json", "there is no folder no"),
    ("decide erasure --e 0.2 --save-witness folder.json", "it is a folder"),
    ("scan erasure --x 0:1:3 --csv no/scan.csv", "there is no folder no"),
    ("scan erasure --x 0:1:3 --csv folder.csv", "it is a folder"),
    ("scan erasure --x 0:1:3 --figure no/scan.png", "there is no folder no"),
    ("scan erasure --x 0:1:3 --figure folder.png", "it is a folder"),
    ("scan erasure --x 0:1:3 --figure scan.jpg", "one of .png, .pdf, .svg"),
    ("scan erasure --x 0:1:3 --figure scan", "one of .png, .pdf, .svg"),
    # numbers that would take long to read, or to count to
    *[
        (f"{command} {word}", option)
        for word in (
            "1e-99999999",
            "1e99999999",
            "1/" + "3" * 999,
            "9" * 5000,
            "nan",
            "1/0",
        )
        for command, option in (
            ("decide erasure --e", "Option --e must be"),
            ("decide erasure --x", "Option --x must be"),
            ("export erasure out.cbf --x", "Option --x must be"),
            ("maps erasure --x", "Option --x must be"),
            ("capacity erasure --x", "Option --x must be"),
            ("scan erasure --x", "Option --x must be"),
            ("threshold dephrasure --p", "Option --p must be"),
            ("compare dephrasure --p", "Option --p must be"),
            ("verify real.json --family dephrasure --p", "Option --p must be"),
        )
    ],
    *[
        (f"{command} {word}", option)
        for word in ("1000000000", "99999999999999999999", "9" * 5000, "-1", "2.5", "two")
        for command, option in (
            ("threshold erasure --d", "Option --d must be"),
            ("compare depolarizing --d", "Option --d must be"),
            ("decide depolarizing --x 0.3 --d", "Option --d must be"),
            ("scan depolarizing --x 0:1:3 --d", "Option --d must be"),
            ("maps depolarizing --x 0.3 --d", "Option --d must be"),
            ("capacity depolarizing --d", "Option --d must be"),
            ("export depolarizing out.cbf --x 0.3 --d", "Option --d must be"),
            ("threshold pure_loss --photons", "Option --photons must be"),
            ("threshold dephrasure --points", "--points"),
            ("threshold erasure --digits", "--digits"),
            ("compare erasure --k", "--k"),
        )
    ],
    ("scan erasure --x 0:1:1000000000000", "--x must have a COUNT of at most 10000"),
    (f"scan erasure --x 0:1:{'9' * 5000}", "--x must have a COUNT of at most 10000"),
    ("capacity erasure --x 0:1:1000000000000", "--x must have a COUNT of at most 10000"),
    (
        f"scan erasure --x {','.join(['0.1'] * 10001)}",
        "10000 values, but has 10001",
    ),
    ("threshold dephrasure --points 1000000000000", "--points must be at most 10000"),
    *[
        (f"{command} --property {name}", "--property must have a K of 1 to 60, but is")
        for name in ("99999-extendible", "9" * 5000 + "-extendible")
        for command in (
            "threshold erasure",
            "decide erasure --e 0.3",
            "compare erasure",
            "scan erasure --x 0:1:3",
            "export erasure out.cbf --x 0.3",
        )
    ],
    (
        "threshold depolarizing --d 2 --property 1000-extendible",
        "K of 1 to 60",
    ),
    ("decide depolarizing --d 5 --x 0.3 --property 60-extendible", "needs about"),
    *[
        (f"{command} --time-limit {word}", "--time-limit")
        for word in ("0", "nan", "inf", "soon", "9" * 5000, "1e-99999999")
        for command in ("threshold erasure", "decide erasure --e 0.3")
    ],
    ("threshold erasure --solver qics:", "--solver must have a preset of accurate, fast"),
    ("threshold erasure --solver qics:slow", "--solver must have a preset of"),
    ("threshold erasure --method sideways", "--method must be one of extension, map"),
    (f"decide {'a' * 5000} --x 0.3", "No channel is called"),
    (f"scan erasure --x 0:1:3 --csv {'a' * 300}.csv", "no name of a file"),
    (f"reproduce --out {'a' * 300}", "no name of a file"),
    ("reproduce --out good.npy", "it is a file, not a folder"),
    ("reproduce --out good.npy/below", "Cannot write"),
    # size
    ("decide depolarizing --d 40 --x 0.3 --property 6-extendible", "of 80 letters, needs"),
    (
        "decide depolarizing --d 5 --x 0.3 --property 20-extendible",
        "words of 10 letters, needs about",
    ),
]


MISTAKES = list(dict(MISTAKES).items())  # the second list repeats some of the first


@pytest.mark.parametrize(("line", "fragment"), MISTAKES, ids=[m[0][:60] for m in MISTAKES])
def test_mistake_is_one_line(folder, monkeypatch, capsys, line, fragment):
    monkeypatch.chdir(folder)
    before = sorted(folder.rglob("*"))
    status = run(shlex.split(line))
    out, err = capsys.readouterr()
    assert status == 2
    assert out == ""
    assert err.startswith("sdpsearch: ")
    assert err.count("\n") == 1
    assert err.endswith("\n")
    assert fragment in err
    assert "Traceback" not in err
    assert sorted(folder.rglob("*")) == before


def test_there_are_many_mistakes():
    assert len(MISTAKES) > 280


def test_unreadable_file_is_one_line(folder, monkeypatch, capsys):
    # A link to itself cannot be opened, not even by root.
    link = folder / "unreadable.json"
    link.symlink_to(link)
    monkeypatch.chdir(folder)
    try:
        assert run(["decide", "unreadable.json"]) == 2
    finally:
        link.unlink()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("sdpsearch: Cannot read unreadable.json: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    "line",
    [
        "decide missing.npz --json",
        "threshold erasure --json --property antidegradabel",
        "compare erasur --json",
        "decide erasure --json --no-such-option 1",
    ],
)
def test_mistakes_under_json_are_json(folder, monkeypatch, capsys, line):
    monkeypatch.chdir(folder)
    assert run(shlex.split(line)) == 2
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert set(told) == {"schema", "error"}
    assert told["schema"] == "sdpsearch/error/1"
    assert err == f"sdpsearch: {told['error']}\n"
    assert run(shlex.split(line.replace(" --json", ""))) == 2
    assert capsys.readouterr().out == ""
