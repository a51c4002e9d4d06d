public import WeirCore

/// Finds the cells of a record, in place: doubled quotes inside a quoted cell are closed up in the buffer itself.
public struct RecordParser: Sendable {
    /// Between two cells.
    public let delimiter: UInt8
    private let ends: SpecialBytes
    private let quotes = SpecialBytes(Byte.quote, Byte.quote, Byte.quote, Byte.quote)

    /// A parser for a delimiter: comma, semicolon, tab or bar.
    public init(delimiter: UInt8) {
        self.delimiter = delimiter
        ends = SpecialBytes(delimiter, Byte.lineFeed, Byte.carriageReturn, Byte.carriageReturn)
    }

    /// Reads one record.
    /// - Parameters:
    ///   - start: the record's first byte.
    ///   - cells: takes the cells; emptied first.
    /// - Returns: behind the record's line end.
    @inline(__always)
    public func parse(
        _ bytes: UnsafeMutableBufferPointer<UInt8>, from start: Int, into cells: inout [Cell]
    ) -> Int {
        cells.removeAll(keepingCapacity: true)
        guard let base = bytes.baseAddress else { return 0 }
        var at = start
        while true {
            let (cell, end) = parseCell(base, at, bytes.count)
            cells.append(cell)
            guard end < bytes.count else { return bytes.count }
            switch base[end] {
            case delimiter: at = end + 1
            case Byte.carriageReturn where end + 1 < bytes.count && base[end + 1] == Byte.lineFeed: return end + 2
            default: return end + 1
            }
        }
    }

    /// A cell of which it is known where it ends.
    @inline(__always)
    func cell(_ base: UnsafeMutablePointer<UInt8>, from start: Int, to end: Int) -> Cell {
        guard end > start else { return .blank }
        let isPlain = base[start] != Byte.space && base[start] != Byte.quote && base[end - 1] != Byte.space
        guard !isPlain else {
            return Cell(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end - start))
        }
        var first = start
        while first < end, base[first] == Byte.space { first += 1 }
        guard first < end, base[first] == Byte.quote else { return cell(first, end, base) }
        return parseQuoted(base, first + 1, end).0
    }

    /// A cell and the byte that ends it.
    @inline(__always)
    private func parseCell(_ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> (Cell, Int) {
        var first = start
        while first < end, base[first] == Byte.space { first += 1 }
        if first < end, base[first] == Byte.quote { return parseQuoted(base, first + 1, end) }
        let stop = ends.next(in: base, from: first, to: end)
        return (cell(first, stop, base), stop)
    }

    /// A quoted cell; anything between its closing quote and the delimiter is kept as well.
    @inline(__always)
    private func parseQuoted(_ base: UnsafeMutablePointer<UInt8>, _ start: Int, _ end: Int) -> (Cell, Int) {
        var read = quotes.next(in: base, from: start, to: end)
        var write = read
        while read < end {
            if base[read] == Byte.quote {
                guard read + 1 < end, base[read + 1] == Byte.quote else {
                    read += 1
                    break
                }
                read += 1
            }
            base[write] = base[read]
            write += 1
            read += 1
        }
        let stop = ends.next(in: base, from: read, to: end)
        while read < stop {
            base[write] = base[read]
            write += 1
            read += 1
        }
        return (cell(start, write, base), stop)
    }

    /// A cell without the blanks at its end.
    @inline(__always)
    private func cell(_ start: Int, _ end: Int, _ base: UnsafeMutablePointer<UInt8>) -> Cell {
        var stop = end
        while stop > start, base[stop - 1] == Byte.space { stop -= 1 }
        return Cell(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: stop - start))
    }
}

extension RecordParser {
    /// How many records without any text stand in front of the first that has some.
    public func blankRecords(in bytes: [UInt8]) -> Int {
        var bytes = bytes
        var cells: [Cell] = []
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var (at, count) = (0, 0)
            while at < buffer.count {
                at = parse(buffer, from: at, into: &cells)
                if cells.contains(where: { $0.length > 0 }) { break }
                count += 1
            }
            return count
        }
    }

    /// Where the first records of a piece begin.
    public func starts(in bytes: [UInt8], limit: Int) -> [Int] {
        var bytes = bytes
        var cells: [Cell] = []
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var starts: [Int] = []
            var at = 0
            while at < buffer.count, starts.count < limit {
                starts.append(at)
                at = parse(buffer, from: at, into: &cells)
            }
            return starts
        }
    }

    /// All records of a piece as texts: for headers and for small files.
    public func texts(in bytes: [UInt8], limit: Int = .max) -> [[String]] {
        var bytes = bytes
        var cells: [Cell] = []
        return bytes.withUnsafeMutableBufferPointer { buffer in
            var records: [[String]] = []
            var at = 0
            while at < buffer.count, records.count < limit {
                at = parse(buffer, from: at, into: &cells)
                records.append(
                    cells.map { String(decoding: buffer[Int($0.offset)..<Int($0.offset + $0.length)], as: UTF8.self) })
            }
            return records
        }
    }
}
