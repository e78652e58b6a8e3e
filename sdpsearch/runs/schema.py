"""The schema of a run, an SQLite database: docs/runs.md has it in words."""

from __future__ import annotations

#: What PRAGMA application_id says: "SDPr".
APPLICATION = 0x53445072
#: What PRAGMA user_version says; it grows when a table changes.
VERSION = 1

TABLES = """
CREATE TABLE sessions (
    id INTEGER PRIMARY KEY,
    started TEXT NOT NULL,       -- UTC, ISO 8601
    command TEXT,                -- JSON list of words; NULL from Python
    version TEXT NOT NULL,       -- of sdpsearch
    python TEXT NOT NULL,
    machine TEXT NOT NULL,
    cores INTEGER
);
CREATE TABLE series (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,    -- digest of family, property and settings
    family TEXT NOT NULL,
    arguments TEXT NOT NULL,     -- JSON object
    label TEXT NOT NULL,
    parameter TEXT NOT NULL,
    domain_lower REAL NOT NULL,
    domain_upper REAL NOT NULL,
    d_in INTEGER NOT NULL,
    property TEXT NOT NULL,
    solver TEXT NOT NULL,        -- as it was asked for
    time_limit REAL              -- seconds
);
CREATE TABLE objects (
    digest TEXT PRIMARY KEY,     -- SHA-256 of content
    kind TEXT NOT NULL,          -- 'npy' or 'json'
    content BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE decisions (
    series INTEGER NOT NULL REFERENCES series (id),
    x REAL NOT NULL,
    exact TEXT NOT NULL,         -- the parameter as a fraction
    key TEXT NOT NULL,           -- digest of channel, property and settings
    verdict TEXT NOT NULL,       -- HOLDS, FAILS or UNDECIDED
    margin_lower REAL NOT NULL,
    margin_upper REAL NOT NULL,
    residual REAL,               -- NULL where it is not a number
    reason TEXT NOT NULL,
    solver TEXT,                 -- that answered
    solves INTEGER NOT NULL,
    failed INTEGER NOT NULL,     -- 1 where the work failed
    mechanism TEXT,              -- what decides about a capacity
    transmission TEXT,           -- the input that shows Q > 0, or the best found: JSON
    map TEXT REFERENCES objects (digest),
    witness TEXT REFERENCES objects (digest),
    obstruction TEXT REFERENCES objects (digest),
    seconds REAL NOT NULL,
    session INTEGER NOT NULL REFERENCES sessions (id),
    PRIMARY KEY (series, exact)
) WITHOUT ROWID;
CREATE TABLE thresholds (
    id INTEGER PRIMARY KEY,
    series INTEGER NOT NULL REFERENCES series (id),
    key TEXT NOT NULL UNIQUE,    -- digest of the series and of what it rests on
    points INTEGER NOT NULL,     -- decisions of the scan that it was located beside
    occurrence TEXT NOT NULL,
    coverage TEXT NOT NULL,
    holds_on TEXT NOT NULL,      -- JSON list of [lower, upper]
    undecided TEXT NOT NULL,     -- likewise
    settled INTEGER NOT NULL,
    method TEXT NOT NULL,
    proof TEXT,
    solver TEXT,
    solves INTEGER NOT NULL,
    failed INTEGER NOT NULL,
    certificate TEXT REFERENCES objects (digest),
    seconds REAL NOT NULL,
    session INTEGER NOT NULL REFERENCES sessions (id)
);
CREATE TABLE boundaries (
    threshold INTEGER NOT NULL REFERENCES thresholds (id),
    number INTEGER NOT NULL,     -- from 0, ascending
    value REAL NOT NULL,
    bracket_lower REAL NOT NULL,
    bracket_upper REAL NOT NULL,
    tier TEXT NOT NULL,
    closed_form TEXT,
    proved_lower TEXT,           -- fractions
    proved_upper TEXT,
    mechanism_lower TEXT,        -- of questions about a capacity, what decides below
    mechanism_upper TEXT,        -- and above
    PRIMARY KEY (threshold, number)
) WITHOUT ROWID;
CREATE TABLE samples (
    threshold INTEGER NOT NULL REFERENCES thresholds (id),
    x REAL NOT NULL,
    verdict TEXT NOT NULL,
    margin_lower REAL NOT NULL,
    margin_upper REAL NOT NULL,
    solver TEXT,
    solves INTEGER NOT NULL,
    PRIMARY KEY (threshold, x)
) WITHOUT ROWID;
CREATE VIEW records AS
    SELECT d.series, s.family, s.arguments, s.label, s.parameter, d.x, d.exact, s.property,
        d.verdict, d.margin_lower, d.margin_upper, d.residual, d.reason, d.solves,
        d.failed, s.solver, s.time_limit, d.map, d.witness
    FROM decisions d JOIN series s ON s.id = d.series
    ORDER BY s.id, d.x, d.exact;
"""

#: Columns of the view `records`, but for the number of the series, and their types.
RECORD = {
    "family": "TEXT",
    "arguments": "TEXT",
    "label": "TEXT",
    "parameter": "TEXT",
    "x": "REAL",
    "exact": "TEXT",
    "property": "TEXT",
    "verdict": "TEXT",
    "margin_lower": "REAL",
    "margin_upper": "REAL",
    "residual": "REAL",
    "reason": "TEXT",
    "solves": "INTEGER",
    "failed": "INTEGER",
    "solver": "TEXT",
    "time_limit": "REAL",
    "map": "TEXT",
    "witness": "TEXT",
}
