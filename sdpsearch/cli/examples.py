"""One example for the help of each command."""

from __future__ import annotations

EXAMPLES = {
    "threshold": "sdpsearch threshold depolarizing --d 3",
    "decide": "sdpsearch decide amplitude_damping --gamma 0.6",
    "compare": "sdpsearch compare depolarizing --d 2 --d 3",
    "scan": "sdpsearch scan depolarizing --d 3 --x 0:1:41 --run depol.db",
    "region": "sdpsearch region erasure_triangle --property antidegradable --gap 1e-4",
    "show": "sdpsearch show depol.db",
    "report": "sdpsearch report depol.db -o report.html",
    "plot": "sdpsearch plot depol.db -o depol.pdf --width double",
    "merge": "sdpsearch merge monday.db tuesday.db -o both.db",
    "families": "sdpsearch families pauli",
    "plan": "sdpsearch plan depolarizing --d 12",
    "verify": "sdpsearch verify depolarizing.json --family depolarizing --d 3",
    "maps": "sdpsearch maps depolarizing --d 2 --x 0.6",
    "capacity": "sdpsearch capacity amplitude_damping --gamma 0.3",
    "export": "sdpsearch export erasure erasure.cbf --e 0.4",
    "atlas": "sdpsearch atlas --quick --only erasure -o atlas",
    "reproduce": "sdpsearch reproduce --out reproduction",
    "benchmark": "sdpsearch benchmark --against cvxpy --instances small",
    "solvers": "sdpsearch solvers",
    "environment": "sdpsearch environment",
}
