public import WeirCore

/// Cuts a delimited text into pieces that start and end between records.
///
/// RFC 4180 and what real files do: records end with CRLF, LF or CR outside quotes; a quote opens only at the start of
/// a cell (blanks before it allowed), so a stray quote inside a cell opens nothing.
public final class RecordReader {
    /// Whole records.
    public struct Piece {
        /// The bytes.
        public var bytes: [UInt8]
        /// Where their cells end; nil when bytes were added or taken away since.
        public var ends: CellEnds?
        /// How many records they are.
        public var records: Int
        /// The row of the first record, as a spreadsheet numbers it.
        public var firstRow: Int
        /// The byte at which it starts in the text as its file has it, from 0.
        public var firstByte: Int
    }

    private let source: any ByteSource
    private let name: String
    private let pieceSize: Int
    private let delimiter: UInt8
    private let encoding: TextEncoding
    private var carry: [UInt8]
    private var row = 1
    private var byte: Int
    private var atEnd = false
    /// What was found behind the records handed over last.
    private var defect: (any Error)?

    /// The longest record that is read, in bytes.
    public static let longestRecord = 32 << 20

    /// - Parameters:
    ///   - head: bytes that were read from the source already, to recognise it.
    ///   - pieceSize: about how many bytes a piece has.
    ///   - encoding: the one that the text's file is in, and `firstByte` where the text starts there.
    public init(
        _ source: any ByteSource, head: [UInt8] = [], name: String, delimiter: UInt8, pieceSize: Int = 1 << 20,
        encoding: TextEncoding = .utf8, firstByte: Int = 0
    ) {
        self.source = source
        self.name = name
        self.delimiter = delimiter
        self.pieceSize = pieceSize
        self.encoding = encoding
        byte = firstByte
        carry = head
    }

    /// The next records, or nil at the end. Whole records in front of a defect are handed over before it is told, so
    /// that they can be counted.
    /// - Throws: a `Diagnostic`: the file ends inside quotes, or a record is longer than `longestRecord`.
    public func next() throws -> Piece? {
        if let defect { throw defect }
        var bytes = carry
        carry = []
        var scanner = EndScanner(delimiter: delimiter, capacity: max(pieceSize, bytes.count))
        var end = 0
        var records = 0
        repeat {
            if bytes.count > Self.longestRecord {
                defect = failure(.cellTooLong, behind: records)
                break
            }
            if !atEnd { fill(&bytes, upTo: max(pieceSize, bytes.count * 2)) }
            bytes.withUnsafeBufferPointer { scanner.scan($0) }
            (end, records) = bytes.withUnsafeBufferPointer { scanner.lastEnd(in: $0, isWhole: atEnd) }
        } while end == 0 && !atEnd && defect == nil
        if atEnd, scanner.isInside {
            defect = failure(.quoteOpen, behind: records)
        } else if atEnd, end < bytes.count {
            // The last record may end without a line end.
            end = bytes.count
            records += 1
        }
        guard end > 0 else {
            if let defect { throw defect }
            return nil
        }
        return piece(consume bytes, scanner.ends, records, end)
    }

    /// The first records of what was read; the rest is kept for the next piece.
    private func piece(_ bytes: consuming [UInt8], _ ends: consuming CellEnds, _ records: Int, _ end: Int) -> Piece {
        carry = Array(bytes[end...])
        bytes.removeSubrange(end...)
        ends.keep(bytes: end)
        let length = encoding.length(of: bytes[...])
        defer {
            row += records
            byte += length
        }
        return Piece(bytes: bytes, ends: ends, records: records, firstRow: row, firstByte: byte)
    }

    private func fill(_ bytes: inout [UInt8], upTo size: Int) {
        guard bytes.count < size else { return }
        let head = bytes
        bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            let whole = UnsafeMutableRawBufferPointer(buffer)
            head.withUnsafeBytes { whole.copyMemory(from: $0) }
            count = head.count
            do {
                while count < size, !atEnd {
                    let more = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: whole[count...]))
                    count += more
                    atEnd = more == 0
                }
            } catch { defect = error }
        }
    }

    private func failure(_ code: DiagnosticCode, behind records: Int) -> Diagnostic {
        Diagnostic(code, at: Place(file: name, row: row + records))
    }
}
