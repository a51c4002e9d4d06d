"""Reads SPSS data files of the kind that weir's samples are, without any library: every cell as the text it stands for."""

import datetime
import struct
import sys

CALENDAR = datetime.datetime(1582, 10, 14)


class Dictionary:
    def __init__(self, content):
        self.content, self.at = content, 0
        self.variables, self.labels, self.elements, self.widths = [], {}, [], {}
        assert self.take(4) == b"$FL2" and struct.unpack_from("<d", content, 84)[0] == 100
        self.rows = struct.unpack_from("<i", content, 80)[0]
        self.at = 176
        while self.record(self.number()):
            pass

    def take(self, count):
        self.at += count
        return self.content[self.at - count:self.at]

    def number(self):
        return struct.unpack("<i", self.take(4))[0]

    def record(self, kind):
        if kind == 2:
            self.variable()
        elif kind == 3:
            self.values()
        elif kind == 7:
            subtype, size, count = self.number(), self.number(), self.number()
            text = self.take(size * count)
            if subtype == 14:
                self.widths = {name: int(width) for name, width in
                               (pair.rstrip("\0").split("=") for pair in text.decode().split("\t") if pair)}
        else:
            assert kind == 999
            self.number()
        return kind != 999

    def variable(self):
        width, labelled, missing, form, _ = (self.number() for _ in range(5))
        assert missing == 0
        name = self.take(8).decode().strip()
        label = ""
        if labelled:
            length = self.number()
            label = self.take((length + 3) // 4 * 4)[:length].decode()
        self.elements.append(None if width < 0 else len(self.variables))
        if width >= 0:
            self.variables.append((name, label, width, form >> 16))

    def values(self):
        labels = {}
        for _ in range(self.number()):
            code, length = struct.unpack("<dB", self.take(9))
            labels[code] = self.take((length + 8) // 8 * 8 - 1)[:length].decode()
        assert self.number() == 4
        for _ in range(self.number()):
            self.labels[self.elements[self.number() - 1]] = labels


def values(content, at):
    """The elements of all rows, unpacked: eight bytes, or nothing."""
    while at < len(content):
        codes, at = content[at:at + 8], at + 8
        for code in codes:
            if code == 253:
                yield content[at:at + 8]
                at += 8
            elif code == 254:
                yield b" " * 8
            elif code == 255:
                yield None
            elif code:
                yield struct.pack("<d", code - 100)


def written(dictionary, place, element):
    if element is None:
        return ""
    value = struct.unpack("<d", element)[0]
    if place in dictionary.labels:
        return dictionary.labels[place][value]
    if dictionary.variables[place][3] == 22:
        return str(CALENDAR + datetime.timedelta(seconds=value))
    return str(int(value)) if value == int(value) else repr(value)


def read(content):
    """A header row of the variables' labels, then the cases."""
    dictionary = Dictionary(content)
    elements = values(content, dictionary.at)
    table = [[]]
    for _ in range(dictionary.rows):
        row, place = [], 0
        while place < len(dictionary.variables):
            name, label, width, _ = dictionary.variables[place]
            whole = dictionary.widths.get(name, width)
            segments = -(-whole // 252) if whole > 255 else 1
            if width == 0:
                cell = written(dictionary, place, next(elements))
            else:
                cell = b"".join(
                    b"".join(next(elements) for _ in range(-(-part[2] // 8)))[:255]
                    for part in dictionary.variables[place:place + segments]).decode().rstrip(" ")
            if len(table) == 1:
                table[0].append(label)
            row.append(cell)
            place += segments
        table.append(row)
    return table


def write(rows, encoding=65001):
    """A data file of short texts, not packed; the first row holds the variables' labels."""
    widths = [max(8, *(len(row[place].encode()) for row in rows[1:])) for place in range(len(rows[0]))]
    wide = [-(-width // 8) for width in widths]
    file = struct.pack("<4s60siiiiid", b"$FL2", b"@(#) SPSS DATA FILE".ljust(60), 2, sum(wide), 0, 0, len(rows) - 1, 100)
    file += b"01 Jan 2100:00:00".ljust(81) + bytes(3)
    for place, label in enumerate(rows[0]):
        text = label.encode()
        form = 1 << 16 | widths[place] << 8
        file += struct.pack("<iiiiii8si", 2, widths[place], 1, 0, form, form, b"V%d" % place, len(text))
        file += text.ljust(-(-len(text) // 4) * 4)
        file += struct.pack("<iiiiii8s", 2, -1, 0, 0, 0, 0, b"") * (wide[place] - 1)
    file += struct.pack("<12i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, encoding) + struct.pack("<ii", 999, 0)
    for row in rows[1:]:
        file += b"".join(cell.encode().ljust(8 * count) for cell, count in zip(row, wide))
    return file


def write_labelled(variables, rows):
    """A data file of numbers. A variable is its label, the labels of its values, and the values that are no answers."""
    number = 5 << 16 | 8 << 8
    file = struct.pack("<4s60siiiiid", b"$FL2", b"@(#) SPSS DATA FILE".ljust(60), 2, len(variables), 0, 0, len(rows), 100)
    file += b"01 Jan 2100:00:00".ljust(81) + bytes(3)
    for place, (label, _, missing) in enumerate(variables):
        text = label.encode()
        file += struct.pack("<iiiiii8si", 2, 0, 1, len(missing), number, number, b"V%d" % place, len(text))
        file += text.ljust(-(-len(text) // 4) * 4) + b"".join(struct.pack("<d", value) for value in missing)
    for place, (_, labels, _) in enumerate(variables):
        if labels:
            file += struct.pack("<ii", 3, len(labels))
            for value, label in labels.items():
                text = label.encode()
                file += struct.pack("<d", value) + (bytes([len(text)]) + text).ljust(-(-(len(text) + 1) // 8) * 8)
            file += struct.pack("<iii", 4, 1, place + 1)
    file += struct.pack("<12i", 7, 3, 4, 8, 1, 0, 0, -1, 1, 1, 2, 65001) + struct.pack("<ii", 999, 0)
    for row in rows:
        file += b"".join(struct.pack("<d", -sys.float_info.max if value is None else value) for value in row)
    return file
