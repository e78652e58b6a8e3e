"""Mathematics for terminals that know ASCII alone: ≥ is written >=, √ is written sqrt."""

from __future__ import annotations

import codecs
import re
import unicodedata

#: The error handler's name, for `errors=`.
PLAIN = "sdpsearch.plain"

_WORDS = {
    "≥": ">=", "≤": "<=", "≠": "!=", "≈": "~", "±": "+-", "−": "-", "–": "-", "—": "-",
    "·": "*", "×": "x", "∘": " o ", "⊗": "(x)", "√": "sqrt", "∞": "inf", "→": "->",
    "↦": "|->", "←": "<-", "…": "...", "†": "^+", "Σ": "sum ", "∈": "in", "⇒": "=>",
    "⊂": "<", "∪": "u", "∩": "n", "⟨": "<", "⟩": ">", "⌊": "floor(", "⌋": ")", "⌈": "ceil(",
    "⌉": ")", "‖": "||", "∂": "d", "‑": "-", "“": '"', "”": '"', "‘": "'", "’": "'",
    "½": "1/2", "ℂ": "C", "ℚ": "Q", "ℝ": "R", "⪰": ">=", "■": "#", "●": "*",
    "⊕": "(+)", "⋄": "diamond", "⊥": "_|_", "•": "*", "∝": "~", "⇔": "<=>", "′": "'",
    "∇": "grad ", "∫": "int ", "⊢": "|-",
}  # fmt: skip


def plain(text: str, encoding: str = "ascii") -> str:
    r"""Return a text with what an encoding cannot write put in ASCII.

    Example:
        >>> plain("x ≥ √2⁻¹, Φ_x(ρ)")
        'x >= sqrt2^-1, Phi_x(rho)'
        >>> plain("naïve ≥ 字", "latin-1")
        'naïve >= \\u5b57'
    """
    return text.encode(encoding, errors=PLAIN).decode(encoding)


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    text, written = error.object, ""
    before = text[error.start - 1] if error.start else ""
    for letter in text[error.start : error.end]:
        written += _written(letter, before)
        before = letter
    return written, error.end


def _written(letter: str, before: str) -> str:
    """Return a character in ASCII; several exponents in a row take one ^."""
    if letter in _WORDS:
        return _WORDS[letter]
    greek = re.fullmatch(
        r"GREEK (SMALL|CAPITAL) LETTER (\w+)", unicodedata.name(letter, "")
    )
    if greek is not None:
        word = greek[2].replace("LAMDA", "LAMBDA")
        return word.lower() if greek[1] == "SMALL" else word.capitalize()
    kind = _script(letter)
    bare = unicodedata.normalize("NFKD", letter).replace("−", "-")
    bare = "".join(c for c in bare if not unicodedata.combining(c))
    if bare and bare.isascii():
        return bare if not kind or _script(before) == kind else kind + bare
    return letter.encode("ascii", errors="backslashreplace").decode("ascii")


def _script(letter: str) -> str:
    """Return ^ for a superscript, _ for a subscript, nothing otherwise."""
    kind = unicodedata.decomposition(letter) if letter else ""
    return "^" if kind.startswith("<super>") else "_" * kind.startswith("<sub>")


codecs.register_error(PLAIN, _replace)
