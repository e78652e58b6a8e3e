"""A driver that does whatever its way says, and nothing of what it is asked."""

import os

PACKAGES = ()


def answer(question, way):
    if way == "yes":
        return {"verdict": True, "margin": 1e-3, "residual": 0.0}
    if way == "yes, far off":
        return {"verdict": True, "margin": 1e-3, "residual": 1e-3}
    if way == "no answer":
        return {"verdict": None}
    if way == "no question":
        return None
    if way == "memory":
        return {"verdict": len(bytearray(10**10)) > 0}
    if way == "for ever":
        while True:
            pass
    if way == "dies":
        os.abort()
    if way == "raises":
        raise ValueError("never\nheard of it")
    return {"value": 0.5}
