"""python -m benchmarks.soundness."""

import os
import sys

# Before numpy is loaded, here and in the workers: two jobs are two cores.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from benchmarks.soundness.run import main

if __name__ == "__main__":
    sys.exit(main())
