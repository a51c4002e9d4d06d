public import WeirCore

/// Looks for records that are no text, and says where the first one is and what it looks like.
public struct TextCheck: Sendable {
    private let delimiter: UInt8
    private let encoding: TextEncoding?
    private let file: String

    /// A check of an upload's records.
    /// - Parameter encoding: the file's own; nil for what is no text, so that nobody can look for a byte in it.
    public init(delimiter: UInt8, encoding: TextEncoding?, file: String) {
        self.delimiter = delimiter
        self.encoding = encoding
        self.file = file
    }

    /// What is wrong with the first record that is no text, or nil.
    /// - Parameters:
    ///   - firstRow: the row of the first record, and `firstByte` where it starts in the file, from 0.
    ///   - limit: how many records are looked at.
    public func defect(in bytes: [UInt8], firstRow: Int, firstByte: Int = 0, limit: Int = .max) -> Diagnostic? {
        guard let invalid = bytes.withUnsafeBufferPointer({ UTF8Validation.firstInvalid(in: $0) }) else { return nil }
        // Finding cells closes up quotes in place, so what is wrong is looked for in a copy.
        var copy = bytes
        let (row, record, column) = copy.withUnsafeMutableBufferPointer { cell(of: invalid, in: $0) }
        guard row < limit else { return nil }
        let place = Place(
            file: file, row: firstRow + row, column: column, byte: byteOfFile(invalid, in: bytes, firstByte))
        // Only bytes that stand in the file as they are say what they are written in.
        if encoding == .utf8, let name = EightBitEncoding.guess(in: bytes[record]) {
            return Diagnostic(.encodingOther, at: place, label: name)
        }
        return Diagnostic(.encodingInvalid, at: place, label: bytes[invalid] == 0 ? "NUL" : "")
    }

    /// Where a byte of some records stands in the file; nil where no bytes can be counted in the file.
    private func byteOfFile(_ byte: Int, in bytes: [UInt8], _ firstByte: Int) -> Int? {
        encoding.map { firstByte + $0.length(of: bytes[..<byte]) }
    }

    /// The place of a byte of some records, of which the first starts at `firstByte` of the file.
    public func place(of byte: Int, in bytes: [UInt8], firstRow: Int, firstByte: Int) -> Place {
        var copy = bytes
        let (row, _, column) = copy.withUnsafeMutableBufferPointer { cell(of: byte, in: $0) }
        return Place(
            file: file, row: firstRow + row, column: column, byte: byteOfFile(byte, in: bytes, firstByte))
    }

    private func cell(
        of byte: Int, in bytes: UnsafeMutableBufferPointer<UInt8>
    ) -> (row: Int, record: Range<Int>, column: Int?) {
        let parser = RecordParser(delimiter: delimiter)
        var cells: [Cell] = []
        var (start, row) = (0, 0)
        while true {
            let end = parser.parse(bytes, from: start, into: &cells)
            if end > byte || end >= bytes.count {
                return (row, start..<end, cells.lastIndex { Int($0.offset) <= byte })
            }
            start = end
            row += 1
        }
    }
}

/// The encodings in which older programs save the languages of Europe: one byte for each character.
enum EightBitEncoding {
    static let western = "Windows-1252 (Western European)"
    static let central = "Windows-1250 (Central European)"

    /// č ć đ ă ş ţ, small and capital, where the western encoding has signs and letters of other languages.
    private static let centralOnly: Set<UInt8> = [
        0xE8, 0xE6, 0xF0, 0xE3, 0xBA, 0xFE, 0xC8, 0xC6, 0xD0, 0xC3, 0xAA, 0xDE,
    ]
    /// ñ ¿ ¡.
    private static let westernOnly: Set<UInt8> = [0xF1, 0xD1, 0xBF, 0xA1]
    /// Letters below 0xC0: š ž œ and their like.
    private static let lowLetters: Set<UInt8> = [0x8A, 0x8E, 0x9A, 0x9E, 0xAA, 0xBA]

    /// What a record that is no UTF-8 is written in; nil when it is damaged rather than written otherwise. Letters of
    /// such an encoding stand beside plain letters, and nothing in the record is UTF-8.
    static func guess(in record: ArraySlice<UInt8>) -> String? {
        if record.contains(0) { return nil }
        if let cyrillic = CyrillicBytes.encoding(of: record) { return cyrillic }
        var votes = (western: 0, central: 0, letters: 0)
        for at in record.indices where record[at] >= 0x80 {
            guard isAlone(at, in: record) else { return nil }
            guard isLetter(record[at]), isBesideALetter(at, in: record) else { continue }
            votes.letters += 1
            if centralOnly.contains(record[at]) { votes.central += 1 }
            if westernOnly.contains(record[at]) { votes.western += 1 }
        }
        let older: [TextEncoding] = [.macRoman, .dos850, .dos852]
        if let found = EightBitRecognition.encoding(of: Array(record)), older.contains(found) { return found.rawValue }
        if votes.letters == 0 { return nil }
        if votes.central != votes.western { return votes.central > votes.western ? central : western }
        return "\(western) or \(central)"
    }

    private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0xC0 || lowLetters.contains(byte) }

    /// Whether no character of UTF-8 starts here.
    private static func isAlone(_ at: Int, in record: ArraySlice<UInt8>) -> Bool {
        Array(record[at..<min(at + 4, record.endIndex)]).withUnsafeBufferPointer {
            UTF8Validation.firstInvalid(in: $0) == 0
        }
    }

    private static func isBesideALetter(_ at: Int, in record: ArraySlice<UInt8>) -> Bool {
        [at - 1, at + 1].contains { place in
            record.indices.contains(place) && (65...90).contains(record[place] & 0xDF)
        }
    }
}
