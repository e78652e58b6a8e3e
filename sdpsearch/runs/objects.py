"""Objects: arrays and certificates of a run, kept once each, by their digest."""

from __future__ import annotations

import hashlib
import io
import sqlite3

import numpy as np

from sdpsearch.linalg import Array
from sdpsearch.proof.certificate import Certificate


def keep_array(connection: sqlite3.Connection, array: Array | None) -> str | None:
    """Keep an array as .npy, and return its digest; None for none."""
    if array is None:
        return None
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    return _keep(connection, "npy", file.getvalue())


def keep_certificate(
    connection: sqlite3.Connection, proof: Certificate | None
) -> str | None:
    """Keep a certificate as the file that it is, and return its digest; None for none."""
    return None if proof is None else _keep(connection, "json", proof.text.encode())


def array_of(content: bytes | None) -> Array | None:
    """Return the array that was kept."""
    return None if content is None else np.load(io.BytesIO(content), allow_pickle=False)


def certificate_of(content: bytes | None) -> Certificate | None:
    """Return the certificate that was kept, unchecked."""
    return None if content is None else Certificate(content.decode())


def _keep(connection: sqlite3.Connection, kind: str, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    row = (name, kind, content)
    connection.execute("INSERT OR IGNORE INTO objects VALUES (?, ?, ?)", row)
    return name
