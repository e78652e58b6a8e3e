"""What is told of the benchmark on zero capacity is what its journals hold."""

from benchmarks.zero_capacity import lines, run
from benchmarks.zero_capacity.report import markdown


def test_the_tables_are_those_of_the_journals():
    found = {name: run.read(run.kept_in(name)) for name in run.SOURCES}
    told = (run.RESULTS / "zero-capacity.md").read_text(encoding="utf-8")
    assert told == markdown(found)
    done = [record["key"] for record in found["lines"]]
    assert len(set(done)) == len(done)
    assert list(lines.records(done)) == []  # nothing is left to be done


def test_what_must_never_happen_did_not():
    counted = run.read(run.kept_in("counts"))
    assert {record["count"] for record in counted} == {
        "same on qubits",
        "implied",
        "never both",
    }
    assert not any(record.get("both") or record.get("FAILS") for record in counted)
    for line in run.read(run.kept_in("lines")):
        sent = line["transmits until"]
        assert line["signed-extendible"] <= line["antidegradable"] + 1e-7
        assert sent is None or sent < line["signed-extendible"]
