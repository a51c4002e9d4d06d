"""Writes dictionaries.filter: which folded words stand in Debian's spelling dictionaries of Spanish, Bosnian, Serbian (Latin)
and Romanian.

    dictionaries.py FOLDER        FOLDER: /usr/share/hunspell

Translators leave such words over. Names are left out: words with a capital, and all that stand in our lists of names. A word of
these dictionaries is masked all the same, unless the model of the context finds it very unlike a name.

The file is a Bloom filter (Bloom 1970): 2^23 bits; a word sets those whose numbers are (low + i * high) mod 2^23 for i from 0 to 7,
of the lower and the upper half of its 64-bit hash. About one word in 200 that stands in no dictionary is taken for one that does.
"""

import pathlib
import re
import sys
import unicodedata

HERE = pathlib.Path(__file__).parent
BITS = 1 << 23
PROBES = 8
# How many letters an ending may add to the word: plurals and cases, not the many forms of Spanish and Romanian verbs.
SOURCES = [("es_ES", "utf-8", 1), ("bs_BA", "iso-8859-2", 2), ("sr_Latn_RS", "utf-8", -9), ("ro_RO", "utf-8", 0)]
UNDECOMPOSED = str.maketrans({"đ": "d", "ð": "d", "ß": "ss", "ø": "o", "ł": "l"})


def folded(word):
    letters = unicodedata.normalize("NFD", word.lower().translate(UNDECOMPOSED))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def key(word):
    """The hash of the program's WordHash."""
    value = 0x517CC1B727220A95
    for byte in word.encode("ascii"):
        value = (value ^ byte) * 0x9E3779B97F4A7C15 % 2**64
        value ^= value >> 29
    return value


def endings(path, encoding):
    """How flags are written, and for each flag: what goes, what comes, when."""
    kind, found = "char", {}
    for line in path.read_text(encoding=encoding, errors="replace").split("\n"):
        parts = line.split()
        if parts[:1] == ["FLAG"]:
            kind = parts[1]
        if parts[:1] != ["SFX"] or len(parts) == 4 and parts[2] in "YN" and parts[3].isdigit():
            continue
        gone, comes = (("" if part == "0" else part) for part in (parts[2], parts[3].split("/")[0]))
        condition = parts[4] if len(parts) > 4 else "."
        found.setdefault(parts[1], []).append((gone, comes, re.compile(f".*{condition}$")))
    return kind, found


def flags(kind, text):
    return {"num": lambda: text.split(","), "long": lambda: re.findall("..", text)}.get(kind, lambda: list(text))()


def words(folder, name, encoding, longer):
    """The words of a dictionary in small letters, with endings that add so many letters at most."""
    kind, suffixes = endings(folder / f"{name}.aff", encoding)
    for line in (folder / f"{name}.dic").read_text(encoding=encoding, errors="replace").split("\n"):
        word, _, marks = line.split("\t")[0].strip().partition("/")
        if word != word.lower() or not word.isalpha():
            continue
        yield word
        for flag in flags(kind, marks):
            for gone, comes, condition in suffixes.get(flag, ()):
                if len(gone) <= 2 and len(comes) - len(gone) <= longer and word.endswith(gone) and condition.match(word):
                    yield word[: len(word) - len(gone)] + comes


def listed(name):
    """The words of one of our lists, also those of entries of several words."""
    lines = (HERE / "lists" / name).read_text(encoding="utf-8").split("\n")
    return {folded(word) for line in lines if line[:1] != "#" for word in re.split(r"[\s'-]+", line.split("\t")[0])}


def main(folder):
    found = {folded(word) for source in SOURCES for word in words(pathlib.Path(folder), *source)}
    found -= listed("given-names.txt") | listed("surnames.txt") | listed("places.txt")
    bits = bytearray(BITS // 8)
    kept = sorted(word for word in found if word.isascii() and word.isalpha() and len(word) >= 4)
    for word in kept:
        hashed = key(word)
        for probe in range(PROBES):
            bit = ((hashed & 0xFFFFFFFF) + probe * (hashed >> 32)) % BITS
            bits[bit >> 3] |= 1 << (bit & 7)
    (HERE / "dictionaries.filter").write_bytes(bytes(bits))
    print(f"dictionaries.filter: {len(kept)} words, {sum(bin(byte).count('1') for byte in bits) / BITS:.0%} of the bits set")


if __name__ == "__main__":
    main(sys.argv[1])
