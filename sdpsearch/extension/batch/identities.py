"""Linear identities that many operators violate: `margin_on`, an axis more."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sdpsearch.conic.interior.batch.programmes import adjoint, apply, norms
from sdpsearch.extension.batch.checks import pairings, shifted_witnesses
from sdpsearch.extension.batch.faces import Faces
from sdpsearch.extension.membership import Membership, broken_identity, refuted
from sdpsearch.linalg import Array


def broken_identities(
    faces: Faces, marginals: Array, count: int
) -> list[Membership | None]:
    """Return that operators are refuted by identities, None where rounding hides that.

    What satisfies them is a question of exact arithmetic, and is asked by itself.

    Args:
        faces: faces with free directions.
        marginals: coordinates of the operators.
        count: how many free directions each has.
    """
    free = faces.free(count)
    components = apply(free, adjoint(free, marginals))
    violations = norms(components)
    with np.errstate(all="ignore"):
        witnesses = shifted_witnesses(faces, -components / violations[:, None])
        value, error = pairings(witnesses, marginals)
        refuting = value + error + faces.charge(witnesses) < 0
    found: list[Membership | None] = []
    for i, violation in enumerate(violations):
        face = faces.face(i)
        if not refuting[i]:
            found.append(None)
            continue
        answer = refuted(face, witnesses[i], broken_identity(float(violation)))
        found.append(replace(answer, obstruction=face.lift(components[i])))
    return found
