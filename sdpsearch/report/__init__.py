"""What people read, one file a subject: its text for a terminal and its record for JSON.

`threshold.py` has both for thresholds, `capacity.py` for capacities, and so on. They are
two renderings of the same numbers: who adds one or changes a word finds both in the file
that is called like the result, which two parallel folders would keep apart. What subjects
share has files of its own: `words` says how a value is worded, `shapes` how it stands in a
record. `record`, `html` and `figures` take any result and choose by its type.
"""
