import WeirCore

/// How the values of a variable become cells. A class, because every value asks for it.
final class StatisticsColumn {
    /// What stands in the first row.
    let header: [UInt8]
    let date: StatisticsDate?
    let hasMissing: Bool
    /// The labels of its values as text; empty when the codes are read.
    let numbers: [UInt64: [UInt8]]
    let texts: [[UInt8]: [UInt8]]

    /// Platforms put the question into the variable's label and the answer's wording into the value's, and invent the
    /// short names and the codes; the crosswalks of their other exports map the wording. Some (LimeSurvey, KoBoToolbox)
    /// keep the questionnaire's own codes as names and values, and a study that merges those maps the codes. So what
    /// the crosswalk knows is read, and the wording when it knows neither.
    init(
        _ variable: StatisticsDictionary.Variable, _ labels: StatisticsDictionary.Labels?,
        _ request: StatisticsRequest, _ decoder: StatisticsDecoder
    ) {
        let name = decoder.decoded(variable.name)
        let label = decoder.decoded(variable.label)
        date = StatisticsDate(variable.format, request.format)
        hasMissing = variable.hasMissing
        let wording = (labels?.numbers ?? [:]).mapValues(decoder.decoded)
        let texts = (labels?.texts ?? [:]).mapValues(decoder.decoded)
        let words = wording.values.map(Self.text) + texts.values.map(Self.text)
        let known = request.known.column(label: Self.text(label), name: Self.text(name), answers: words)
        header = known.map { Array($0.header.utf8) } ?? (label.isEmpty ? name : label)
        let numbers = wording.keys.compactMap(StatisticsDictionary.number(of:))
        let codes = numbers.map(Self.code) + texts.keys.map { Self.text(decoder.decoded($0)) }
        let readsCodes = known.map { Self.readsCodes($0.column, codes, words) || Self.isBox($0.column, wording, words) }
        self.numbers = readsCodes == true ? [:] : wording
        self.texts = readsCodes == true ? [:] : texts
    }

    private static func readsCodes(_ column: KnownColumns.Column, _ codes: [String], _ words: [String]) -> Bool {
        column.isNumber || column.count(of: codes) > column.count(of: words)
    }

    /// A box whose labels are no wording of the questionnaire: `1 Selected`, `0 Not selected`, in whatever language. Not
    /// one whose 1 is a no.
    private static func isBox(
        _ column: KnownColumns.Column, _ wording: [UInt64: [UInt8]], _ words: [String]
    ) -> Bool {
        guard column.isBox, column.count(of: words) == 0, let ticked = wording[(1.0).bitPattern] else { return false }
        guard wording.keys.allSatisfy({ [0, (1.0).bitPattern].contains($0) }) else { return false }
        let first = TextFolding.folded(text(ticked)).prefix { $0.isLetter }
        return !["no", "not", "jo", "ne", "nu", "unchecked", "unselected"].contains(first)
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    private static func code(_ number: Double) -> String { text(StatisticsNumber.written(number, mark: 46)) }
}

/// Numbers of a data file as people write them.
enum StatisticsNumber {
    /// The shortest text that names the same number.
    static func written<Number: BinaryFloatingPoint & LosslessStringConvertible>(
        _ number: Number, mark: UInt8
    ) -> [UInt8] {
        Array(String(number).utf8).withUnsafeBytes { NumberText.written($0, mark: mark) }
    }

    /// A whole number whose digits are all kept.
    static func append(_ number: Int, to text: inout [UInt8]) {
        if number < 0 { text.append(UInt8(ascii: "-")) }
        let start = text.count
        var rest = number.magnitude
        repeat {
            text.append(UInt8(48 + rest % 10))
            rest /= 10
        } while rest > 0
        text[start...].reverse()
    }
}

/// Turns the file's texts into UTF-8.
struct StatisticsDecoder {
    private let table: SingleByteTable?

    init(_ encoding: TextEncoding) { table = SingleByteTable(encoding) }

    func decode(_ text: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        if let table { return table.decode(text, into: &output) }
        output.append(contentsOf: text[..<wholeEnd(of: text)])
    }

    func decoded(_ text: [UInt8]) -> [UInt8] {
        var output: [UInt8] = []
        text.withUnsafeBytes { decode($0, into: &output) }
        return output
    }

    /// Both programs cut a text at a number of bytes, and so may cut its last character.
    private func wholeEnd(of text: UnsafeRawBufferPointer) -> Int {
        guard let lead = text.indices.suffix(3).last(where: { text[$0] >= 0xC0 }) else { return text.count }
        let length = text[lead] >= 0xF0 ? 4 : text[lead] >= 0xE0 ? 3 : 2
        let isCut = lead + length > text.count && text[(lead + 1)...].allSatisfy { $0 & 0xC0 == 0x80 }
        return isCut ? lead : text.count
    }
}
