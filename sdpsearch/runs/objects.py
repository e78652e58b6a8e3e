"""Objects: arrays and certificates of a run, kept once each, by their digest."""

from __future__ import annotations

import hashlib
import io
import sqlite3
from typing import TypeAlias

import numpy as np

from sdpsearch.linalg import Array
from sdpsearch.proof.certificate import Certificate

#: Objects that are to be written, by digest: their kinds and contents.
Objects: TypeAlias = dict[str, tuple[str, bytes]]


def keep_array(objects: Objects, array: Array | None) -> str | None:
    """Add an array as .npy to what is written, and return its digest; None for none."""
    if array is None:
        return None
    file = io.BytesIO()
    np.save(file, np.ascontiguousarray(array), allow_pickle=False)
    return _keep(objects, "npy", file.getvalue())


def keep_certificate(objects: Objects, proof: Certificate | None) -> str | None:
    """Add a certificate, as the file that it is, and return its digest; None for none."""
    return None if proof is None else _keep(objects, "json", proof.text.encode())


def write_objects(connection: sqlite3.Connection, objects: Objects) -> None:
    """Write objects, those that are there already no second time."""
    rows = [(name, kind, content) for name, (kind, content) in objects.items()]
    connection.executemany("INSERT OR IGNORE INTO objects VALUES (?, ?, ?)", rows)


def array_of(content: bytes | None) -> Array | None:
    """Return the array that was kept."""
    return None if content is None else np.load(io.BytesIO(content), allow_pickle=False)


def certificate_of(content: bytes | None) -> Certificate | None:
    """Return the certificate that was kept, unchecked."""
    return None if content is None else Certificate(content.decode())


def _keep(objects: Objects, kind: str, content: bytes) -> str:
    name = hashlib.sha256(content).hexdigest()
    objects[name] = kind, content
    return name
