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

    /// Goes back, or on, to where a record starts.
    public mutating func seek(to start: Int) { at = start }

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

    /// Reads some cells of the next record, and passes over the others.
    /// - Parameters:
    ///   - columns: whose cells, in their order.
    ///   - record: takes them; a column that the record does not have is blank.
    /// - Returns: how many cells the record has; nil at the end.
    @inline(__always)
    public mutating func next(_ columns: [Int], into record: inout [Cell]) -> Int? {
        guard at < bytes.count else { return nil }
        let end = endOfRecord()
        let width = width(to: end)
        var ends = Ends(cells, from: at)
        for (place, column) in columns.enumerated() {
            guard column < width else {
                record[place] = .blank
                continue
            }
            let start = column == 0 ? at : ends.place(column - 1) + 1
            record[place] = parser.cell(base, from: start, to: column + 1 < width ? ends.place(column) : end)
        }
        at = behind(end)
        return width
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

    /// Passes over the next record.
    /// - Returns: how many of these columns, in their order, are not empty. A pair of quotes counts as something.
    @inline(__always)
    public mutating func filled(_ columns: [Int]) -> Int {
        guard at < bytes.count else { return 0 }
        let end = endOfRecord()
        let width = width(to: end)
        var ends = Ends(cells, from: at)
        var count = 0
        for column in columns where column < width {
            let start = column == 0 ? at : ends.place(column - 1) + 1
            if (column + 1 < width ? ends.place(column) : end) > start { count += 1 }
        }
        at = behind(end)
        return count
    }

    /// Passes over the next record.
    /// - Returns: how many cells it has, and whether none has any text; nil at the end.
    @inline(__always)
    public mutating func skip() -> (cells: Int, isBlank: Bool)? {
        guard at < bytes.count else { return nil }
        let end = endOfRecord()
        defer { at = behind(end) }
        return (width(to: end), isBlank(to: end))
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

    @inline(__always)
    private func cut(into record: UnsafeMutableBufferPointer<Cell>, to end: Int) {
        var ends = Ends(cells, from: at)
        var start = at
        for place in 0..<record.count - 1 {
            let stop = ends.next()
            record[place] = parser.cell(base, from: start, to: stop)
            start = stop + 1
        }
        record[record.count - 1] = parser.cell(base, from: start, to: end)
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

    /// The place of an end; those in front of it are passed over.
    @inline(__always)
    mutating func place(_ index: Int) -> Int {
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
