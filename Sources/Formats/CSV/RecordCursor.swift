public import WeirCore

/// Goes through the records of some text whose ends are known. Doubled quotes inside a quoted cell are closed up in place.
public struct RecordCursor {
    /// Where the next record starts.
    public private(set) var at = 0

    private let parser: RecordParser
    private let bytes: UnsafeMutableBufferPointer<UInt8>
    private let base: UnsafeMutablePointer<UInt8>
    private let cells: UnsafeBufferPointer<UInt64>
    private let lines: UnsafeBufferPointer<UInt64>

    fileprivate init(
        _ bytes: UnsafeMutableBufferPointer<UInt8>, _ base: UnsafeMutablePointer<UInt8>, _ parser: RecordParser,
        cells: UnsafeBufferPointer<UInt64>, lines: UnsafeBufferPointer<UInt64>
    ) {
        self.bytes = bytes
        self.base = base
        self.parser = parser
        self.cells = cells
        self.lines = lines
    }

    /// The text.
    public var text: UnsafeRawBufferPointer { UnsafeRawBufferPointer(bytes) }

    /// At least as many as there are records.
    public var mostRecords: Int { lines.reduce(1) { $0 + $1.nonzeroBitCount } }

    /// Reads the next record.
    /// - Returns: false at the end.
    @inline(__always)
    public mutating func next(into record: inout [Cell]) -> Bool {
        guard at < bytes.count else { return false }
        let end = endOfRecord()
        let width = width(to: end)
        if record.count != width { record = [Cell](repeating: .blank, count: width) }
        record.withUnsafeMutableBufferPointer { cut(into: $0, to: end) }
        at = behind(end)
        return true
    }

    /// Reads some cells of a record that was passed over, and none of the others.
    /// - Parameters:
    ///   - columns: whose cells, in their order.
    ///   - record: takes them; a column that the record does not have is blank.
    @inline(__always)
    public func read(_ columns: [Int], of passed: RecordPlace, into record: inout [Cell]) {
        var ends = Ends(cells, from: passed.start)
        for (place, column) in columns.enumerated() {
            record[place] = ends.range(of: column, in: passed).map { parser.cell(base, from: $0, to: $1) } ?? .blank
        }
    }

    /// Takes the signs that turn the writing direction out of a record's cells, in place.
    /// - Returns: the columns that had some.
    public func takeOutHiddenSigns(of record: inout [Cell]) -> [Int] {
        record.indices.filter { place in
            let (start, length) = (Int(record[place].offset), Int(record[place].length))
            let text = UnsafeMutableRawBufferPointer(
                rebasing: UnsafeMutableRawBufferPointer(bytes)[start..<start + length])
            let left = HiddenSigns.takeOut(of: text)
            guard left < length else { return false }
            record[place] = trimmed(start, start + left)
            return true
        }
    }

    /// A cell without the blanks at its ends.
    private func trimmed(_ start: Int, _ end: Int) -> Cell {
        var (start, end) = (start, end)
        while end > start, base[end - 1] == Byte.space { end -= 1 }
        while start < end, base[start] == Byte.space { start += 1 }
        return Cell(offset: UInt32(truncatingIfNeeded: start), length: UInt32(truncatingIfNeeded: end - start))
    }

    /// How many of these columns, in their order, are not empty in a record that was passed over. A pair of quotes counts
    /// as something.
    @inline(__always)
    public func filled(_ columns: [Int], of passed: RecordPlace) -> Int {
        var ends = Ends(cells, from: passed.start)
        return columns.count { column in
            ends.range(of: column, in: passed).map { $0 < $1 } ?? false
        }
    }

    /// Passes over the next record.
    /// - Returns: where it stands, and whether no cell has any text; nil at the end.
    @inline(__always)
    public mutating func skip() -> (place: RecordPlace, isBlank: Bool)? {
        guard at < bytes.count else { return nil }
        let end = endOfRecord()
        defer { at = behind(end) }
        return (place(to: end), isBlank(to: end))
    }

    /// The place of the record's line end, or behind the text.
    @inline(__always)
    private func endOfRecord() -> Int {
        var word = at >> 6
        var bits = lines[word] & (~0 << UInt64(at & 63))
        while bits == 0 {
            word += 1
            guard word < lines.count else { return bytes.count }
            bits = lines[word]
        }
        return word << 6 | bits.trailingZeroBitCount
    }

    @inline(__always)
    private func behind(_ end: Int) -> Int {
        let isPair = end + 1 < bytes.count && base[end] == Byte.carriageReturn && base[end + 1] == Byte.lineFeed
        return min(end + (isPair ? 2 : 1), bytes.count)
    }

    /// How many cells the record has that ends there.
    @inline(__always)
    private func width(to end: Int) -> Int {
        let (first, last) = (at >> 6, end >> 6)
        let front: UInt64 = ~0 << UInt64(at & 63)
        let back: UInt64 = 1 << UInt64(end & 63) - 1
        if first == last { return 1 + (cells[first] & front & back).nonzeroBitCount }
        var count = 1 + (cells[first] & front).nonzeroBitCount
        for word in first + 1..<last { count += cells[word].nonzeroBitCount }
        return last < cells.count ? count + (cells[last] & back).nonzeroBitCount : count
    }

    /// Where the record stands that ends there. A cell is empty where one end directly follows another, or the start.
    @inline(__always)
    private func place(to end: Int) -> RecordPlace {
        let last = end >> 6
        var (width, empty) = (1, 0)
        var starts: UInt64 = 1 << UInt64(at & 63)
        var kept: UInt64 = ~0 << UInt64(at & 63)
        for word in at >> 6..<last {
            let ends = cells[word] & kept
            width += ends.nonzeroBitCount
            empty += ((ends << 1 | starts) & ends).nonzeroBitCount
            (starts, kept) = (ends >> 63, ~0)
        }
        let stop: UInt64 = 1 << UInt64(end & 63)
        let ends = last < cells.count ? cells[last] & kept & (stop - 1) : 0
        width += ends.nonzeroBitCount
        empty += ((ends << 1 | starts) & (ends | stop)).nonzeroBitCount
        return RecordPlace(start: at, end: end, width: width, filled: width - empty)
    }

    @inline(__always)
    private func cut(into record: UnsafeMutableBufferPointer<Cell>, to end: Int) {
        var ends = Ends(cells, from: at)
        var start = at
        for place in 0..<record.count - 1 {
            let stop = ends.next()
            record[place] = cell(from: start, to: stop)
            start = stop + 1
        }
        record[record.count - 1] = parser.cell(base, from: start, to: end)
    }

    /// A cell that another byte follows. Whether it is empty is no question to the processor, which would guess wrong as often
    /// as respondents skip.
    @inline(__always)
    private func cell(from start: Int, to stop: Int) -> Cell {
        let isFilled = stop > start
        let (first, last) = (base[start], base[isFilled ? stop - 1 : start])
        if first == Byte.quote || first == Byte.space || last == Byte.space {
            return parser.cell(base, from: start, to: stop)
        }
        return Cell(
            offset: isFilled ? UInt32(truncatingIfNeeded: start) : 0, length: UInt32(truncatingIfNeeded: stop - start))
    }

    @inline(__always)
    private func isBlank(to end: Int) -> Bool {
        var place = at
        var hasQuotes = false
        while place < end {
            switch base[place] {
            case parser.delimiter, Byte.space: break
            case Byte.quote: hasQuotes = true
            default: return false
            }
            place += 1
        }
        return !hasQuotes || parser.blankRecords(in: Array(bytes[at..<end])) == 1
    }
}

/// Where a record stands in its text, and how much is in it.
public struct RecordPlace: Sendable {
    /// The first byte.
    public var start: Int
    /// Its line end, or behind the text.
    public var end: Int
    /// How many cells it has.
    public var width: Int
    /// How many of them are not empty. A pair of quotes counts as something.
    public var filled: Int
}

/// The ends of a record's cells, one after the other.
private struct Ends {
    private let words: UnsafeBufferPointer<UInt64>
    private var word: Int
    /// The ends of this word that are still to come.
    private var bits: UInt64
    /// How many ends were passed.
    private var passed = 0

    @inline(__always)
    init(_ words: UnsafeBufferPointer<UInt64>, from start: Int) {
        self.words = words
        word = start >> 6
        bits = words[word] & (~0 << UInt64(start & 63))
    }

    @inline(__always)
    mutating func next() -> Int {
        while bits == 0 {
            word += 1
            bits = words[word]
        }
        defer { bits &= bits - 1 }
        return word << 6 | bits.trailingZeroBitCount
    }

    /// From where to where a column's cell reaches; nil when the record ends in front of it. Columns come in their order.
    @inline(__always)
    mutating func range(of column: Int, in record: RecordPlace) -> (Int, Int)? {
        guard column < record.width else { return nil }
        let start = column == 0 ? record.start : place(column - 1) + 1
        return (start, column + 1 < record.width ? place(column) : record.end)
    }

    /// The place of an end; those in front of it are passed over.
    @inline(__always)
    private mutating func place(_ index: Int) -> Int {
        var held = bits.nonzeroBitCount
        while passed + held <= index {
            passed += held
            word += 1
            bits = words[word]
            held = bits.nonzeroBitCount
        }
        while passed < index {
            bits &= bits - 1
            passed += 1
        }
        return word << 6 | bits.trailingZeroBitCount
    }
}

extension RecordParser {
    /// Calls `body` with a cursor at the first record of a text.
    /// - Parameter ends: where its cells end; found here when nobody knows.
    @inline(__always)
    public func withCursor<Result>(
        over bytes: inout [UInt8], _ ends: CellEnds?, _ body: (inout RecordCursor) throws -> Result
    ) rethrows -> Result? {
        let ends = ends ?? bytes.withUnsafeBufferPointer { EndScanner.ends(of: $0, delimiter: delimiter) }
        return try bytes.withUnsafeMutableBufferPointer { bytes in
            try ends.cells.withUnsafeBufferPointer { cells in
                try ends.lines.withUnsafeBufferPointer { lines in
                    guard let base = bytes.baseAddress else { return nil }
                    var cursor = RecordCursor(bytes, base, self, cells: cells, lines: lines)
                    return try body(&cursor)
                }
            }
        }
    }
}
