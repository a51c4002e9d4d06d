import WeirCore

/// Cuts a delimited text into pieces that start and end between records.
///
/// RFC 4180 and what real files do: records end with CRLF, LF or CR outside quotes; a quote opens only at the start of
/// a cell (blanks before it allowed), so a stray quote inside a cell opens nothing.
public final class RecordReader {
    /// Whole records.
    public struct Piece {
        /// The bytes.
        public var bytes: [UInt8]
        /// The row of the first record, as a spreadsheet numbers it.
        public var firstRow: Int
        /// The byte at which it starts in the decoded text.
        public var firstByte: Int
    }

    private let source: any ByteSource
    private let name: String
    private let pieceSize: Int
    private let delimiter: UInt8
    private let specials: SpecialBytes
    private var carry: [UInt8]
    private var row = 1
    private var byte = 0
    private var atEnd = false
    /// What was found behind the records handed over last.
    private var defect: (any Error)?

    /// The longest record that is read, in bytes.
    public static let longestRecord = 32 << 20

    /// - Parameters:
    ///   - head: bytes that were read from the source already, to recognise it.
    ///   - pieceSize: about how many bytes a piece has.
    public init(
        _ source: any ByteSource, head: [UInt8] = [], name: String, delimiter: UInt8, pieceSize: Int = 1 << 20
    ) {
        self.source = source
        self.name = name
        self.delimiter = delimiter
        self.pieceSize = pieceSize
        specials = SpecialBytes(Byte.quote, Byte.lineFeed, Byte.carriageReturn, Byte.carriageReturn)
        carry = head
    }

    /// The next records, or nil at the end. Whole records in front of a defect are handed over before it is told, so
    /// that they can be counted.
    /// - Throws: a `Diagnostic`: the file ends inside quotes, or a record is longer than `longestRecord`.
    public func next() throws -> Piece? {
        if let defect { throw defect }
        var bytes = carry
        carry = []
        var scan = Scan()
        repeat {
            if bytes.count > Self.longestRecord {
                defect = failure(.cellTooLong, after: scan)
                break
            }
            if !atEnd { fill(&bytes, upTo: max(pieceSize, bytes.count * 2)) }
            advance(&scan, over: bytes)
        } while scan.end == 0 && !atEnd && defect == nil
        if atEnd { close(&scan, over: bytes) }
        guard scan.end > 0 else {
            if let defect { throw defect }
            return nil
        }
        carry = Array(bytes[scan.end...])
        bytes.removeSubrange(scan.end...)
        defer {
            row += scan.records
            byte += scan.end
        }
        return Piece(bytes: bytes, firstRow: row, firstByte: byte)
    }

    /// How far the records of a piece are known.
    private struct Scan {
        /// The next byte to look at.
        var at = 0
        /// Behind the last record's end.
        var end = 0
        var records = 0
        /// Where the open quote is, if one is.
        var quotedSince: Int?
    }

    private func fill(_ bytes: inout [UInt8], upTo size: Int) {
        var filled = bytes.count
        guard filled < size else { return }
        bytes.reserveCapacity(size + 1024)
        bytes += [UInt8](repeating: 0, count: size - filled)
        do {
            while filled < size, !atEnd {
                let count = try bytes.withUnsafeMutableBytes {
                    try source.read(into: UnsafeMutableRawBufferPointer(rebasing: $0[filled...]))
                }
                filled += count
                atEnd = count == 0
            }
        } catch { defect = error }
        bytes.removeSubrange(filled...)
    }

    private func advance(_ scan: inout Scan, over bytes: [UInt8]) {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            let end = buffer.count
            while scan.at < end {
                if scan.quotedSince != nil {
                    guard closeQuote(&scan, base, end) else { return }
                } else {
                    let at = specials.next(in: base, from: scan.at, to: end)
                    guard at < end else {
                        scan.at = end
                        return
                    }
                    guard step(&scan, base, at, end) else { return }
                }
            }
        }
    }

    /// Goes past a special byte outside quotes; false when the next byte is needed to know.
    @inline(__always)
    private func step(_ scan: inout Scan, _ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Bool {
        switch base[at] {
        case Byte.quote:
            scan.quotedSince = opensCell(base, at, from: scan.end) ? at : nil
            scan.at = at + 1
        case Byte.carriageReturn where at + 1 == end && !atEnd:
            scan.at = at
            return false
        case Byte.carriageReturn where at + 1 < end && base[at + 1] == Byte.lineFeed:
            scan.at = at + 2
            scan.end = at + 2
            scan.records += 1
        default:
            scan.at = at + 1
            scan.end = at + 1
            scan.records += 1
        }
        return true
    }

    /// Goes behind the closing quote; false when the bytes end before it is known.
    @inline(__always)
    private func closeQuote(_ scan: inout Scan, _ base: UnsafePointer<UInt8>, _ end: Int) -> Bool {
        var at = scan.at
        while at < end {
            while at < end, base[at] != Byte.quote { at += 1 }
            guard at < end else { break }
            if at + 1 < end, base[at + 1] == Byte.quote {
                at += 2
                continue
            }
            if at + 1 == end, !atEnd {
                scan.at = at
                return false
            }
            scan.at = at + 1
            scan.quotedSince = nil
            return true
        }
        scan.at = at
        return false
    }

    /// Whether a quote here is at the start of a cell.
    @inline(__always)
    private func opensCell(_ base: UnsafePointer<UInt8>, _ quote: Int, from recordStart: Int) -> Bool {
        var before = quote - 1
        while before >= recordStart, base[before] == Byte.space, delimiter != Byte.space { before -= 1 }
        return before < recordStart || base[before] == delimiter
    }

    /// The last record may end without a line end.
    private func close(_ scan: inout Scan, over bytes: [UInt8]) {
        advance(&scan, over: bytes)
        if scan.quotedSince != nil {
            defect = failure(.quoteOpen, after: scan)
        } else if scan.end < bytes.count {
            scan.end = bytes.count
            scan.records += 1
        }
    }

    private func failure(_ code: DiagnosticCode, after scan: Scan) -> Diagnostic {
        Diagnostic(code, at: Place(file: name, row: row + scan.records))
    }
}
