"""More mistakes, each answered by one line; the words of the line are kept here."""

import json
import shlex

import pytest

import sdpsearch as sd
from sdpsearch.cli.app import run

MISTAKES = [
    (
        "threshold depolarizing --D 3",
        "depolarizing takes no option --D; it takes --d",
    ),
    (
        "threshold depolarizing d=3",
        "Nothing takes 'd=3' here; options are written",
    ),
    (
        "threshold depolarizing --d 3 --property",
        'Command "threshold" parameter --property requi',
    ),
    (
        "threshold depolarizing --property antidegradable ppt",
        "Nothing takes 'ppt' here; options are written",
    ),
    (
        "threshold depolarizing --solvers scs",
        "depolarizing takes no option --solvers; it tak",
    ),
    (
        "threshold depolarizing --digits -3",
        "Option --digits must be at least 1, but is -3.",
    ),
    (
        "threshold depolarizing --digits 0",
        "Option --digits must be at least 1, but is 0.",
    ),
    (
        "threshold depolarizing --digits 5.5",
        "Invalid value for --digits: it must be an inte",
    ),
    (
        "threshold depolarizing --time-limit -1",
        "Invalid value for --time-limit: it must be a p",
    ),
    (
        "threshold depolarizing --x 0.3",
        "depolarizing takes no option --x; it takes --d",
    ),
    (
        "threshold depolarizing --quiet=perhaps",
        'Invalid value for --quiet: unable to convert "',
    ),
    (
        "threshold depolarizing --prove=maybe",
        'Invalid value for --prove: unable to convert "',
    ),
    (
        "threshold depolarizing --certificate",
        'Command "threshold" parameter --certificate re',
    ),
    (
        "threshold depolarizing --certificate .",
        "Option --certificate: cannot write .: it is a",
    ),
    (
        "threshold pauli --direction 1,2,x",
        "Option --direction must be a finite number, bu",
    ),
    (
        "threshold pauli --direction 1;2;3",
        "Option --direction must be a finite number, bu",
    ),
    (
        "threshold pauli --direction -1,1,1",
        "Option --direction needs a value (--direction=",
    ),
    (
        "threshold pauli --direction 0,0,0",
        "Option --direction must be three weights (w_X,",
    ),
    (
        "threshold pauli --direction ,",
        "Option --direction must be three weights (w_X,",
    ),
    (
        "threshold multilevel_amplitude_damping --rates 1,2",
        "Option --rates must be the 3 numbers w_10, w_2",
    ),
    (
        "threshold multilevel_amplitude_damping --d 3 --rates=",
        "Option --rates must be a finite number, but is",
    ),
    (
        "threshold generalized_amplitude_damping --N 2",
        "Option --N must lie in [0, 1], but is 2.0.",
    ),
    (
        "threshold dephrasure --p nan",
        "Option --p must be a finite number, but is 'na",
    ),
    (
        "threshold generalized_dephasing --gram 1",
        "Option --gram is a matrix, to be given from Py",
    ),
    (
        "threshold replacer --state 1",
        "Option --state is a matrix, to be given from P",
    ),
    (
        "threshold landau_streater --j 0.3",
        "Option --j must lie in [0.5, inf], but is 0.3.",
    ),
    (
        "threshold cloner --k 0",
        "cloner takes no option --k; it takes --m, --d.",
    ),
    (
        "decide depolarizing --x 0.3 --second",
        "Option --second needs a value (--second=VALUE",
    ),
    (
        "decide depolarizing --x 0.8 --property ppt --as-map",
        "Option --as-map: there is no map that proves p",
    ),
    (
        "decide .",
        ". is a folder; name a file in it.",
    ),
    (
        "threshold a.b",
        "No channel is called 'a.b'; try depolarizing,",
    ),
    (
        "threshold my.txt",
        "No channel is called 'my.txt'; try depolarizin",
    ),
    (
        "threshold depolarizing,erasure",
        "No channel is called 'depolarizing,erasure'; t",
    ),
    (
        "threshold depolarizing(d=3)",
        "No channel is called 'depolarizing(d=3)'; try",
    ),
    (
        "decide depolarizing 0.4",
        "Nothing takes '0.4' here; options are written",
    ),
    (
        "decide depolarizing --x=0.4,",
        "Option --x must be one number, but is '0.4,'.",
    ),
    (
        "decide depolarizing --x 40%",
        "Option --x must be a finite number, but is '40",
    ),
    (
        "decide depolarizing --x 0,4",
        "Option --x must be one number, but is '0,4'.",
    ),
    (
        "decide depolarizing --x .",
        "Option --x must be a finite number, but is '.'",
    ),
    (
        "decide depolarizing --x 1//3",
        "Option --x must be a finite number, but is '1/",
    ),
    (
        "decide depolarizing --x 1/3/2",
        "Option --x must be a finite number, but is '1/",
    ),
    (
        "decide depolarizing --p 0.4",
        "depolarizing takes no option --p; it takes --d",
    ),
    (
        "decide depolarizing --x 0.4 --save-map",
        'Command "decide" parameter --save-map requires',
    ),
    (
        "decide depolarizing --x 0.4 --save-map a.npz --save-witness a.npz",
        "Options --save-map and --save-witness name the",
    ),
    (
        "decide depolarizing --x 0.4 --cross-check --property ppt",
        "Option --cross-check: the search over N answer",
    ),
    (
        "decide depolarizing --x 0.4 --property degradable --cross-check=2",
        "Invalid value for --cross-check: unable to con",
    ),
    (
        "decide amplitude_damping --gama 0.4",
        "amplitude_damping takes no option --gama; it t",
    ),
    (
        "decide depolarizing --x 0.4 --d-out 3",
        "depolarizing takes no option --d-out; it takes",
    ),
    (
        "decide depolarizing --x 0.4 --json --yaml",
        "Option --yaml needs a value (--yaml=VALUE where",
    ),
    (
        "compare depolarizing --d",
        "Option --d needs a value (--d=VALUE where that",
    ),
    (
        "compare depolarizing --d 2..4",
        "Option --d must be a finite number, but is '2.",
    ),
    (
        "compare depolarizing --d 2-4",
        "Option --d must be a finite number, but is '2-",
    ),
    (
        "compare depolarizing --d 2 --x 0.3",
        "depolarizing takes no option --x; it takes --d",
    ),
    (
        "scan depolarizing --x 0-1",
        "Option --x must be a finite number, but is '0-",
    ),
    (
        "scan depolarizing --x 0:1:3 --csv",
        'Command "scan" parameter --csv requires an arg',
    ),
    (
        "scan depolarizing --x 0:1:3 --csv a.csv --figure a.csv",
        "Option --csv: cannot write a.csv: the suffix m",
    ),
    (
        "scan depolarizing --x 0:1:3 --figure a.gif",
        "Option --figure: cannot write a.gif: the suffi",
    ),
    (
        "scan depolarizing --x ::",
        "Option --x must be a finite number, but is ''.",
    ),
    (
        "scan depolarizing --x 0::5",
        "Option --x must be a finite number, but is ''.",
    ),
    (
        "scan werner_holevo --gamma 0.3",
        "werner_holevo takes no option --gamma; it take",
    ),
    (
        "families depolarising",
        "No channel is called 'depolarising'; try depol",
    ),
    (
        "families depolarizing --d 3",
        "Unknown option: --d.",
    ),
    (
        "families depolarizing erasure",
        "Nothing takes 'erasure' here; options are writ",
    ),
    (
        "families my.py:f",
        "No channel is called 'my.py:f'; try depolarizi",
    ),
    (
        "families depolarizing.npy",
        "No channel is called 'depolarizing.npy'; try d",
    ),
    (
        "verify",
        'Command "verify" parameter FILE requires an ar',
    ),
    (
        "verify missing.json",
        "Cannot read the certificate 'missing.json': No",
    ),
    (
        "verify real.json --d 3",
        "Option --d belongs to --family.",
    ),
    (
        "verify real.json --family",
        'Command "verify" parameter --family requires a',
    ),
    (
        "verify real.json --family eraser",
        "No channel is called 'eraser'; try erasure, ",
    ),
    (
        "verify real.json --order sideways",
        "Option --order belongs to a Choi matrix in a f",
    ),
    (
        "verify real.json --second=yes!",
        "Invalid value for --second: unable to convert",
    ),
    (
        "maps depolarizing",
        "depolarizing is a family: give its parameter w",
    ),
    (
        "maps depolarizing --x 0:1:3",
        "Option --x must be a finite number, but is '0:",
    ),
    (
        "maps depolarizing --x 0.5 --figure a.jpg",
        "Option --figure: cannot write a.jpg: the suffi",
    ),
    (
        "maps erasure --x 0.5 --figure a.png",
        "Option --figure is for the depolarizing family",
    ),
    (
        "maps depolarizing --x 0.5 --x 0.6",
        "Parameter --x specified multiple times.",
    ),
    (
        "maps depolarizing --x 0.5 --property ppt",
        "depolarizing takes no option --property; it ta",
    ),
    (
        "maps smith_yard --x 1.3",
        "Option --x of white noise(on=smith_yard) must lie in [0",
    ),
    (
        "capacity depolarizing --x 2",
        "Option --x of depolarizing(d=2) must lie in [0",
    ),
    (
        "capacity depolarizing --x 0.3 --solver nope",
        "Option --solver must be one of native, qics, scs, clar",
    ),
    (
        "capacity erasure --e 0.1 --x 0.2",
        "Give the parameter once: --e or --x, not both.",
    ),
    (
        "capacity erasure --e 0.1 --e 0.2",
        "Option --e must be given once, but has 2 value",
    ),
    (
        "capacity cloner --x 1.5",
        "Option --x of white noise(on=cloner) must lie",
    ),
    (
        "export erasure",
        "Name a FAMILY and a FILE to write, or --suite",
    ),
    (
        "export erasure out.txt --x 0.4",
        "Cannot write out.txt: the suffix must be one o",
    ),
    (
        "export erasure out.cbf",
        "erasure is a family: give its parameter with -",
    ),
    (
        "export erasure out.cbf --x 2",
        "Option --x of erasure(d=2) must lie in [0, 1],",
    ),
    (
        "export erasure no/out.cbf --x 0.4",
        "Cannot write no/out.cbf: there is no folder no",
    ),
    (
        "export erasure out.cbf --x 0.4 --property entanglement-breaking",
        "entanglement-breaking is decided without a con",
    ),
    (
        "export identity out.cbf",
        "The face alone decides this channel: it is emp",
    ),
    (
        "export depolarizing out.cbf --x 1",
        "The channel is the reference point of its face",
    ),
    (
        "reproduce --out",
        'Command "reproduce" parameter --out requires a',
    ),
    (
        "reproduce --out=",
        "Option --out must name a folder, but is empty.",
    ),
    (
        "reproduce depolarizing",
        "Nothing takes 'depolarizing' here; options are",
    ),
    (
        "solvers qics",
        "Nothing takes 'qics' here; options are written",
    ),
    (
        "environment --verbose",
        "Unknown option: --verbose.",
    ),
    (
        "--cite bibtex",
        "Nothing takes 'bibtex' here; options are writt",
    ),
    (
        "--versions",
        'Unknown command "--versions". Available comman',
    ),
    (
        "threshold -- --d",
        "No channel is called '--d'; try depolarizing,",
    ),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("mistakes")
    made = sd.decide(sd.zoo.erasure()(0.7), sd.Antidegradable(), prove=True)
    made.certificate.save(path / "real.json")
    return path


@pytest.mark.parametrize(("line", "words"), MISTAKES, ids=[m[0] for m in MISTAKES])
def test_mistake_is_one_line(folder, monkeypatch, capsys, line, words):
    monkeypatch.chdir(folder)
    status = run(shlex.split(line))
    out, err = capsys.readouterr()
    assert status == 2
    # Whoever asked for JSON is told in JSON too.
    assert (out == "") == ("--json" not in line)
    assert out == "" or words in json.loads(out)["error"]
    assert err.startswith("sdpsearch: ")
    assert err.count("\n") == 1
    assert words in err
    assert [p.name for p in folder.iterdir()] == ["real.json"]


def test_there_are_many_mistakes():
    assert len(MISTAKES) > 80
