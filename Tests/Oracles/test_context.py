"""The model of the context, worked out a second time in plain Python: what weir says of a mention's certainty is what the
weights in the repository say of its words."""
import json
import math
import struct
import subprocess
import tempfile
import unittest

from weir_program import ROOT, WEIR

MODEL = (ROOT / "Sources" / "Lexicon" / "context.model").read_bytes()
LABELS = range(8)


def model():
    slots = struct.unpack_from("<I", MODEL, 8)[0]
    transitions = [struct.unpack_from("<8f", MODEL, 16 + 32 * label) for label in LABELS]
    checks = struct.unpack_from(f"<{slots}I", MODEL, 272 + 16 * slots)
    return slots, transitions, checks


SLOTS, TRANSITIONS, CHECKS = model()


def weights(feature):
    at = feature % SLOTS
    while CHECKS[at]:
        if CHECKS[at] == feature >> 32 | 1:
            return [weight / 128 for weight in struct.unpack_from("<8h", MODEL, 272 + 16 * at)]
        at = (at + 1) % SLOTS
    return [0] * 8


def certainties(words):
    """How probable each word is part of a mention: every label's weight from both sides, in logarithms."""
    own = [[sum(column) for column in zip(*map(weights, features))] for features in words]
    add = lambda numbers: max(numbers) + math.log(sum(math.exp(number - max(numbers)) for number in numbers))
    forward, behind = [own[0]], [[0.0] * 8]
    for scores in own[1:]:
        forward.append([scores[to] + add([forward[-1][of] + TRANSITIONS[of][to] for of in LABELS]) for to in LABELS])
    for scores in reversed(own[1:]):
        behind.insert(0, [add([TRANSITIONS[of][to] + scores[to] + behind[0][to] for to in LABELS]) for of in LABELS])
    total = add(forward[-1])
    return [1 - math.exp(there[0] + back[0] - total) for there, back in zip(forward, behind)]


class Context(unittest.TestCase):
    def test_certainty_is_what_the_weights_say(self):
        with open(ROOT / "Tests" / "Cases" / "redaction" / "to-build-on.jsonl", encoding="utf-8") as file:
            gold = [json.loads(line) for line in file][:60]
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.write("".join(json.dumps(answer) + "\n" for answer in gold))
            file.flush()
            lessons = subprocess.run([WEIR, "evaluate", "contexts", "--gold", file.name], capture_output=True, text=True, check=True)
        redacted = subprocess.run(
            [WEIR, "redact", "--json"], input="\n".join(answer["text"] for answer in gold) + "\n", capture_output=True,
            text=True, check=True)
        blocks = lessons.stdout.split("\n\n")[: len(gold)]
        compared = 0
        for block, line in zip(blocks, redacted.stdout.splitlines(), strict=True):
            answer = json.loads(line)
            words = [[int(feature, 16) for feature in row.split("\t")[1:]] for row in block.split("\n") if row]
            if not words or answer.get("withheld"):
                continue
            known = certainties(words)
            for span in answer["spans"]:
                if span["reason"] == "check digit":
                    continue
                compared += 1
                self.assertTrue(any(abs(certainty - span["confidence"]) < 0.012 for certainty in known), span)
        self.assertGreater(compared, 40)
