"""Writes composition.txt, the tables that canonical composition (NFC) needs, from Python's copy of Unicode's data.

Run: python3 make-composition.py > composition.txt

Lines, in hexadecimal: "FIRST-LAST CLASS" gives characters their canonical combining class; "CHARACTER = FIRST SECOND"
is a decomposition that composes back, "CHARACTER > FIRST [SECOND]" one that does not (Unicode's composition
exclusions). Hangul syllables follow from arithmetic and are left out.
"""

import sys
import unicodedata

HANGUL = range(0xAC00, 0xAC00 + 11172)
CHARACTERS = [chr(code) for code in range(sys.maxunicode + 1) if code not in range(0xD800, 0xE000)]


def classes():
    """Runs of neighbours that have the same combining class, which is not 0."""
    run = None
    for character in CHARACTERS:
        code, combining = ord(character), unicodedata.combining(character)
        if run and run[1] == code - 1 and run[2] == combining:
            run[1] = code
            continue
        if run and run[2]:
            yield run
        run = [code, code, combining]


def decompositions():
    """Canonical decompositions, one step deep, and whether each composes back."""
    for character in CHARACTERS:
        parts = unicodedata.decomposition(character)
        if parts and not parts.startswith("<") and ord(character) not in HANGUL:
            yield character, parts, unicodedata.normalize("NFC", character) == character


print(f"# Unicode {unicodedata.unidata_version}; written by make-composition.py")
for first, last, combining in classes():
    print(f"{first:04X}-{last:04X} {combining:X}")
for character, parts, composes in decompositions():
    print(f"{ord(character):04X} {'=' if composes else '>'} {parts}")
