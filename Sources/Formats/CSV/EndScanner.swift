import WeirCore

/// Finds where cells and records end, block by block.
struct EndScanner {
    private let marker: BlockMarker
    private(set) var ends: CellEnds
    /// How many records end in the bytes that were scanned.
    private(set) var lines = 0
    /// The first byte of the next block.
    private var at = 0
    private var state = BlockMarker.State()
    /// Whether the text ends inside quotes, as far as it was scanned.
    private(set) var isInside = false

    /// A scanner for text that starts with a record.
    init(delimiter: UInt8, capacity: Int = 0) {
        marker = BlockMarker(delimiter: delimiter)
        ends = CellEnds(capacity: capacity)
    }

    /// The ends of a text that is there as a whole.
    static func ends(of bytes: UnsafeBufferPointer<UInt8>, delimiter: UInt8) -> CellEnds {
        var scanner = EndScanner(delimiter: delimiter, capacity: bytes.count)
        scanner.scan(bytes)
        return scanner.ends
    }

    /// Scans on, to the end of a text that begins with what was scanned before.
    mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
        // What was known of a last block that was not full is found anew.
        let full = at >> 6
        if ends.lines.count > full {
            lines -= ends.lines[full].nonzeroBitCount
            ends.cells.removeLast()
            ends.lines.removeLast()
        }
        guard let base = bytes.baseAddress else { return }
        scanBlocks(UnsafeRawPointer(base), bytes)
        isInside = state.inside != 0
        if at < bytes.count { scanRest(bytes) }
    }

    private mutating func scanBlocks(_ base: UnsafeRawPointer, _ bytes: UnsafeBufferPointer<UInt8>) {
        let first = at >> 6
        let count = (bytes.count - at) >> 6
        // Moved out, so that the array is not asked for each block whose it is.
        var (cells, lines) = (ends.cells, ends.lines)
        ends = CellEnds()
        cells.append(contentsOf: repeatElement(0, count: count))
        lines.append(contentsOf: repeatElement(0, count: count))
        var (state, found) = (state, 0)
        let marker = marker
        cells.withUnsafeMutableBufferPointer { cells in
            lines.withUnsafeMutableBufferPointer { lines in
                for word in first..<first + count {
                    let marks = marker.marks(of: base + word << 6, bytes, word << 6, 64, &state)
                    (cells[word], lines[word]) = marks
                    found += marks.lines.nonzeroBitCount
                }
            }
        }
        (ends.cells, ends.lines) = (cells, lines)
        self.state = state
        self.lines += found
        at += count << 6
    }

    /// The last bytes may be part of a block only; the state in front of them is kept for when there are more.
    private mutating func scanRest(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = bytes.count - at
        var rest = state
        let marks: BlockMarker.Marks = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { copy in
            copy.initializeMemory(as: UInt8.self, repeating: 0)
            copy.copyMemory(from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[at...])))
            return copy.baseAddress.map { marker.marks(of: $0, bytes, at, count, &rest) } ?? (0, 0)
        }
        ends.cells.append(marks.cells)
        ends.lines.append(marks.lines)
        lines += marks.lines.nonzeroBitCount
        isInside = rest.inside != 0
    }

    /// Behind the last record that ends in the text.
    /// - Parameter isWhole: whether nothing follows. If more may, the second byte of a last line end may be missing.
    /// - Returns: the first byte behind it, and how many records end in front of that.
    func lastEnd(in bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> (byte: Int, records: Int) {
        var records = lines
        for word in ends.lines.indices.reversed() where ends.lines[word] != 0 {
            var bits = ends.lines[word]
            while bits != 0 {
                let place = word << 6 | (63 - bits.leadingZeroBitCount)
                let next = place + 1 < bytes.count ? bytes[place + 1] : nil
                if bytes[place] != Byte.carriageReturn || next != nil || isWhole {
                    let isPair = bytes[place] == Byte.carriageReturn && next == Byte.lineFeed
                    return (place + (isPair ? 2 : 1), records)
                }
                bits ^= 1 << UInt64(place & 63)
                records -= 1
            }
        }
        return (0, 0)
    }
}
