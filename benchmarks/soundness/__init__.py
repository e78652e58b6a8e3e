"""Tens of thousands of decisions against truth that needs no semidefinite programme.

    python -m benchmarks.soundness --count 50000 --seed 1 --jobs 2 --out results.jsonl

makes channels that are hard on purpose (`attacks`), knows by other means what is true of
them (`oracles`, or the way they were made), asks the package (`judge`), and prints what
was right, wrong, undecided and how long it took (`report`). A run that was interrupted goes
on where its file ends; `--replay results.jsonl` asks again what was wrong there.

The channel given is meant exactly: by its signed squares where it knows them, else by its
floating-point Kraus operators taken literally and normalised, K_e (Σ K†K)^(-1/2).
"""
