"""python -m benchmarks.zero_capacity lines|named|counts|report [--seconds 600].

`lines` finds thresholds on random channels with noise, `named` on families with structure,
`counts` asks random channels for what must never happen; all append to benchmarks/results,
and go on where they were cut off. `report` makes tables and a figure of what is there.
"""

import os
import sys

# Before numpy is loaded: times are those of one core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.zero_capacity.run import main

if __name__ == "__main__":
    sys.exit(main())
