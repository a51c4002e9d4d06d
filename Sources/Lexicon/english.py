"""Writes the lists of English words from Debian's package scowl: lower-case words in American and British spelling.

    english.py [FOLDER]        FOLDER: /usr/share/dict/scowl

Common words are those of SCOWL's sizes 10 to 35, ordinary ones 40 to 60, rare ones 70. Given names that SCOWL also lists in
lower case (`maria`, the plural of mare) are left out: nobody writes them as words in a survey's answer.
"""

import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
NAMES = set(
    """adrian ambrosia ana angelica arta beau benny bertha billy bobby brad brent carlo clair colleen derrick dino dona donna ella
    ester fay flor flora frances frederick gloria hank harold harry ion jane jean jenny jerry jim jimmy joan joe joey john johnny
    jonathan josh jude jules kelly ken kerry kris lee len leo leon les lilo lisa liz lola loren louis lucy luke lulu mac mae mandy
    marcel marge marguerite maria marian maurice mel merle mick mike mira molly moses nae nelly nick nicky norma norman olivia oscar
    oswald pablo paddy pascal paul pedro peggy percy phil philip ralph rita roger ron ross roy russell ruth sally sam samuel seth
    sheila sid simon sophia stella steven ted teddy timothy trudy vernon veronica virginia walter wendy willy zack""".split())
KINDS = [f"{spelling}-{kind}" for spelling in ("english", "american", "british") for kind in ("words", "contractions", "abbreviations")]


def words(folder, sizes):
    found = set()
    for kind in KINDS + ["british_z-words"]:
        for size in sizes:
            file = folder / f"{kind}.{size}"
            if file.exists():
                found |= set(file.read_text(encoding="latin-1").split("\n"))
    return {word for word in found if re.fullmatch(r"[a-zà-öø-ÿ]+", word) and (len(word) > 1 or word in "ai")} - NAMES


def write(name, entries, what):
    lines = sorted(entries, key=lambda word: word.encode())
    head = f"# SCOWL 2020.12.07, {what}, lower case (licence: NOTICE)\n# {len(lines)} words\n"
    (HERE / "lists" / name).write_text(head + "".join(word + "\n" for word in lines), encoding="utf-8")


def main(folder="/usr/share/dict/scowl"):
    folder = pathlib.Path(folder)
    common = words(folder, [10, 20, 35])
    ordinary = words(folder, [40, 50, 55, 60]) - common
    write("english-common.txt", common, "sizes 10 to 35")
    write("english.txt", ordinary, "sizes 40 to 60")
    write("english-rare.txt", words(folder, [70]) - common - ordinary, "size 70")


if __name__ == "__main__":
    main(*sys.argv[1:])
