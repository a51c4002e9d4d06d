"""Trains the model of the context and writes context.model. `make model` calls it.

weir writes the features of every word (`weir evaluate contexts`), CRFsuite learns the weights, and they are laid out as the
program reads them: in a hash table of 16-bit weights, eight a feature. Usage:
    context.py WEIR OUT.model MARKED.jsonl...

The layout, little-endian: `WEIRCTX1`, the number of slots (a power of two), the number of features, eight times eight
transitions (32-bit floats, from and to), then for each slot eight weights in 128ths, then for each slot a check: the upper
32 bits of the feature's hash with the lowest one set, or 0 where the slot is empty. A feature stands in the slot that the
lower bits of its hash name, or in the next empty one behind.
"""
import os, struct, subprocess, sys, tempfile
from array import array

import pycrfsuite

LABELS = 8
STEP = 128
# The weights that training finds worth nothing are left out; these two say how readily (L1) and how even the rest is (L2).
LEARNING = {"c1": 0.1, "c2": 0.1, "max_iterations": 120, "feature.minfreq": 1}


def lessons(weir, path):
    """Every answer of a file: its words' features, its words' labels."""
    text = subprocess.run([weir, "evaluate", "contexts", "--gold", path], capture_output=True, check=True, text=True).stdout
    for block in text.split("\n\n"):
        lines = [line.split("\t") for line in block.split("\n") if line]
        if lines:
            yield [line[1:] for line in lines], [line[0] for line in lines]


def learn(answers, path):
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    for features, labels in answers:
        trainer.append(features, labels)
    trainer.set_params(LEARNING)
    trainer.train(path)


def layout(path):
    """The bytes of context.model: head, transitions, weights, checks."""
    tagger = pycrfsuite.Tagger()
    tagger.open(path)
    info = tagger.info()
    weights = {}
    for (feature, label), weight in info.state_features.items():
        weights.setdefault(int(feature, 16), [0.0] * LABELS)[int(label)] = weight
    slots = 1024
    while slots < 2.2 * len(weights):
        slots *= 2
    checks = array("I", bytes(4 * slots))
    table = array("h", bytes(2 * LABELS * slots))
    for feature in sorted(weights):
        check = (feature >> 32) | 1
        at = feature & (slots - 1)
        while checks[at]:
            assert checks[at] != check, "two features cannot be told apart"
            at = (at + 1) & (slots - 1)
        checks[at] = check
        for label, weight in enumerate(weights[feature]):
            table[at * LABELS + label] = max(-32768, min(32767, round(weight * STEP)))
    transitions = [[0.0] * LABELS for _ in range(LABELS)]
    for (source, target), weight in info.transitions.items():
        transitions[int(source)][int(target)] = weight
    head = struct.pack("<8sII", b"WEIRCTX1", slots, len(weights))
    return head + b"".join(struct.pack("<8f", *row) for row in transitions) + table.tobytes() + checks.tobytes()


def write(weir, out, files):
    answers = [answer for path in files for answer in lessons(weir, path)]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.crf")
        learn(answers, path)
        model = layout(path)
    with open(out, "wb") as file:
        file.write(model)
    print(f"{out}: {len(answers)} answers, {struct.unpack_from('<I', model, 12)[0]} features, {len(model)} bytes")


if __name__ == "__main__":
    write(sys.argv[1], sys.argv[2], sys.argv[3:])
