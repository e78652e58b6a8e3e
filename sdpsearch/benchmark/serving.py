"""What runs a driver: a forked child for each question, with limits, JSON lines in and out.

    python serving.py DRIVER.py

DRIVER.py has a function answer(question, way) and a tuple PACKAGES; docs/benchmark.md says
what they are. This file is run by the Python of each peer's environment, in which there may
be no sdpsearch: it needs the standard library only. A child begins with everything imported
and warm, and costs nothing but its own answer when it is killed.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import math
import os
import platform
import resource
import select
import signal
import sys
import tempfile
import time

#: Until so many seconds have passed, but no more often than so, a question is put again:
#: a clock that ticks every 4 ms tells little of what takes ten.
QUICK, OFTEN = 0.3, 20


def main():
    """Answer the lines of standard input until it ends."""
    path = os.path.abspath(sys.argv[1])
    sys.path[0] = os.path.dirname(path)
    # Libraries print; what they print is no answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8")
    os.dup2(2, 1)
    driver, broken = _loaded(path)
    for line in sys.stdin:
        asked = json.loads(line)
        if "hello" in asked:
            answer = _greeted(driver, broken, asked)
        elif driver is None:
            answer = {"outcome": "failed", "message": broken}
        else:
            answer = _forked(driver, asked)
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


def _loaded(path):
    """Return the driver and None, or None and why it cannot be loaded."""
    try:
        spec = importlib.util.spec_from_file_location("driver", path)
        assert spec is not None
        assert spec.loader is not None
        driver = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(driver)
    except Exception as error:
        return None, _told(error)
    return driver, None


def _greeted(driver, broken, asked):
    """Return versions, after every way has answered an easy question.

    A child tries it first: what kills that one, or never ends, stays away from the process
    that all the others come from.
    """
    for question, way in asked["hello"] if driver else ():
        tried = _forked(driver, {**asked, "question": question, "way": way})
        if tried["outcome"] == "answered":
            driver.answer(question, way)
    versions = {"python": platform.python_version()}
    for name in driver.PACKAGES if driver else ():
        versions[name] = importlib.metadata.version(name)
    return {"versions": versions, "broken": broken}


def _forked(driver, asked):
    """Return what a child answers, or what it died of."""
    with tempfile.TemporaryFile() as words:
        incoming, outgoing = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(incoming)
            os.dup2(words.fileno(), 2)
            _limited(asked["seconds"], asked["memory_mb"])
            answer = _answered(driver, asked)
            with os.fdopen(outgoing, "w", encoding="utf-8") as out:
                json.dump(answer, out)
            os._exit(0)
        os.close(outgoing)
        # Process time is what is limited; on a busy machine it may take a while to pass.
        text = _read(incoming, time.monotonic() + 4 * asked["seconds"] + 30)
        if text is None:
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        try:
            return json.loads(text or "")
        except ValueError:  # it died before the end, or in the middle of its answer
            words.seek(0)
            last = words.read()[-300:].decode(errors="replace")
        return _died(os.waitstatus_to_exitcode(status), last, timed_out=text is None)


def _limited(seconds, memory_mb):
    """Bound what this process may take from now on."""
    soft = math.ceil(seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, soft + 5))
    with open("/proc/self/statm", encoding="ascii") as file:
        now = int(file.read().split()[0]) * resource.getpagesize()
    most = now + memory_mb * 2**20
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _answered(driver, asked):
    """Return the answer with the times and the memory that it took."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    seconds, inside, found = [], [], None
    try:
        while True:
            begun = time.process_time()
            found = driver.answer(asked["question"], asked["way"])
            seconds.append(time.process_time() - begun)
            if found is None:
                return {"outcome": "not asked"}
            inside.append(found.get("solver_seconds"))
            if len(seconds) >= OFTEN or sum(seconds) > QUICK:
                break
    except MemoryError:
        return {"outcome": "memory"}
    except BaseException as error:  # panics of solvers written in Rust are no Exceptions
        return {"outcome": "failed", "message": _told(error)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    times = {
        "seconds": sum(seconds) / len(seconds),
        "solver_seconds": None if None in inside else sum(inside) / len(inside),
        "times": len(seconds),
    }
    return {**found, "outcome": "answered", **times, "peak_mb": peak / 1024}


def _read(incoming, until):
    """Return all that is written to a pipe, None if it does not end in time."""
    parts = []
    with os.fdopen(incoming, "rb", buffering=0) as pipe:
        while True:
            left = until - time.monotonic()
            if left <= 0 or not select.select([pipe], [], [], left)[0]:
                return None
            part = pipe.read(1 << 16)
            if not part:
                return b"".join(parts).decode()
            parts.append(part)


def _died(code, words, timed_out):
    """Return what a child's end means, its last words considered."""
    if timed_out or code in (-signal.SIGXCPU, -signal.SIGKILL):
        return {"outcome": "time"}
    if "memory allocation" in words or "bad_alloc" in words:
        return {"outcome": "memory"}
    told = " ".join(words.split()) or f"it ended with status {code}"
    return {"outcome": "failed", "message": told}


def _told(error):
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


if __name__ == "__main__":
    main()
