"""A theorem's sentences in LaTeX: its mathematics in math mode, the rest escaped."""

from __future__ import annotations

import re

from sdpsearch.proof.verify import Verification

_NUMBER = r"-?(?:\d+\^-?\d+|\d+/\d+|\d+(?:\.\d+)?(?:e-?\d+)?)"
#: A polynomial in d, without parentheses around it, and a rational function of d.
_POWER = r"\d*d(?:\^\d+)?"
_SUM = rf"-?(?:{_POWER}|\d+)(?: [+-] (?:{_POWER}|\d+))*"
_PART = rf"(?:\({_SUM}\)|-?{_POWER}|-?\d+)"
_FUNCTION = rf"(?:{_PART}/{_PART}|{_SUM}|{_NUMBER})"
_GREEK = "alpha beta gamma delta epsilon eta theta lambda mu nu xi pi rho sigma tau phi psi"
_MATH = (
    ("√β", r"\sqrt{\beta}"),
    ("⊗", r"\otimes "),
    ("≥", r"\geq "),
    ("≤", r"\leq "),
    ("^(T_B')", r"^{T_{B'}}"),
    ("tr_B'", r"tr_{B'}"),
    ("σ", r"\sigma "),
    ("Σ", r"\sum"),
    ("τ", r"\tau "),
    ("β", r"\beta"),
    ("·", r"\cdot "),
    ("Φ", r"\Phi "),
)
_TEXT = {
    "…": r"\dots ",
    "−": "-",
    "→": r"$\to$",
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{symbol: f"\\{symbol}" for symbol in "&%$#_{}"},
}

#: What is mathematics, longest first: equations, memberships, products, operators, numbers.
_FORMULA = re.compile(
    "|".join(
        (
            rf"(?:\({_FUNCTION}\) )?Σ\|\w+><\w+\|",
            r"-J⊗1 ≤ \(σ F\)\^\(T_B'\) ≤ J⊗1",
            r"A⊗B⊗B'",
            r"tr_B' σ = J",
            r"Q = P = 0",
            r"\bB'|\bF\b|σ",
            rf"\w+ in [\[(]{_FUNCTION}, {_FUNCTION}[\])]",
            rf"\b\w+ = {_FUNCTION}(?=[,.]|$)",
            r"\bd ≥ \d+",
            r"\bd(?= to d\b)|(?<=to )d\b",
            r"J = f C f",
            r"f = τ\^\(-1/2\)⊗√β",
            r"τ = Σ_b β_b C_\{·b,·b\}",
            rf"\w+ in [\[(]{_NUMBER}, {_NUMBER}[\])]",
            rf"[\[(]{_NUMBER}, {_NUMBER}[\])]",
            rf"\b\w+ = {_NUMBER}",
            r"operator ≥ 0",
            r"\b[A-Z](?:_\w+)?(?:⊗[A-Z](?:_\w+)?)+",
            r"\bJ\(\w+\)",
            r"\b(?:J|C|W)\b(?!\()",
            r"(?<=every )[a-z]\w*(?= in)|(?<=affine in )[a-z]\w*|(?<=every )i(?=,)",
            rf"(?<![\w.]){_NUMBER}(?![\w.]\w|-)",
        )
    )
)


def theorem_in_latex(found: Verification) -> str:
    """Return a proved theorem as a LaTeX environment with a footnote that identifies it."""
    heading, *lines = (line.strip() for line in found.theorem.splitlines())
    about = re.search(r"(the complementary channel of .+?): the stated", found.compared)
    if about is not None:
        lines.insert(0, f"About {about[1]}.")
    body = "\n".join(worded(line) for line in lines)
    note = (
        f"{worded(heading)} Certificate: SHA-256 \\texttt{{{found.sha256}}}; "
        f"checked by \\texttt{{checker.py}} of sdpsearch, "
        f"SHA-256 \\texttt{{{found.checker_sha256}}}; "
        f"the problem stated has the digest \\texttt{{{found.digest}}}; "
        f"{worded(found.compared)}."
    )
    return f"\\begin{{theorem}}\n{body}\\footnote{{{note}}}\n\\end{{theorem}}"


def worded(words: str) -> str:
    r"""Return a sentence in LaTeX.

    Example:
        >>> worded("J(x) is not PPT for any x in [0, 3/4).")
        '$J(x)$ is not PPT for any $x \\in [0, 3/4)$.'
    """
    pieces, end = [], 0
    for match in _FORMULA.finditer(words):
        pieces += [escaped(words[end : match.start()]), _formula(match[0])]
        end = match.end()
    return "".join([*pieces, escaped(words[end:])])


def _formula(text: str) -> str:
    text = re.sub(r"\|(\w+)><(\w+)\|", r"|\1\\rangle\\langle \2|", text)
    if text.startswith("operator "):
        return f"operator $\\geq {text.split()[-1]}$"
    for plain, symbol in _MATH:
        text = text.replace(plain, symbol)
    text = re.sub(r"\^(-?\d+)", r"^{\1}", text)
    text = re.sub(r"\^\((-?\d+/\d+)\)", r"^{\1}", text)
    text = re.sub(r"_(\w+)", r"_{\1}", text)
    text = re.sub(r"(\w+) in (?=[\[(])", r"\1 \\in ", text)
    text = re.sub(r"(-?[\d.]+)e(-?\d+)", r"\1\\cdot 10^{\2}", text)
    text = re.sub(r"(?<![|\w ])[a-zA-Z]{2,}(?!\|)", _name, text)
    return f"${' '.join(text.split())}$"


def _name(match: re.Match[str]) -> str:
    """Return a name of several letters as one symbol, unless it is a command already."""
    name = match[0]
    if match.start() and match.string[match.start() - 1] == "\\":
        return name
    return f"\\{name}" if name in _GREEK.split() else f"\\mathrm{{{name}}}"


def escaped(text: str) -> str:
    """Return words that LaTeX prints as they are."""
    text = text.replace("⊗", r"$\otimes$").replace("≥", r"$\geq$")
    return re.sub(
        r"\$\\\w+\$|.", lambda m: m[0] if len(m[0]) > 1 else _TEXT.get(m[0], m[0]), text
    )
