import WeirCore

/// Finds where cells and records end, 64 bytes at a time.
///
/// Quotes turn the text inside out: behind an odd number of them a byte stands inside quotes, which an exclusive or over
/// all bits in front of it tells ("Parsing gigabytes of JSON per second", Langdale and Lemire). That holds as long as
/// every quote opens at the start of a cell, closes, or is one of two. Where one does not (`5" pipe`), 64 bytes are
/// walked one by one.
struct EndScanner {
    private let delimiter: UInt8
    private let pattern: UInt64
    private(set) var ends: CellEnds
    /// How many records end in the bytes that were scanned.
    private(set) var lines = 0
    /// The first byte of the next block.
    private var at = 0
    private var state = State()
    /// Whether the text ends inside quotes, as far as it was scanned.
    private(set) var isInside = false

    /// What the bytes in front of a block leave behind, each as the lowest bit.
    private struct State {
        /// All bits set inside quotes.
        var inside: UInt64 = 0
        /// A quote may open behind a delimiter, a line end or another quote.
        var mayOpen: UInt64 = 1
        /// The last byte is a quote that closes, unless another one follows.
        var closing: UInt64 = 0
        /// The last byte is a carriage return outside of quotes.
        var isReturn: UInt64 = 0
    }

    /// The places of some bytes in a block.
    private struct Block {
        var delimiters: UInt64 = 0
        var quotes: UInt64 = 0
        var feeds: UInt64 = 0
        var returns: UInt64 = 0
    }

    /// A scanner for text that starts with a record.
    init(delimiter: UInt8, capacity: Int = 0) {
        self.delimiter = delimiter
        pattern = UInt64(delimiter) * Self.ones
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
        var state = state
        while at + 64 <= bytes.count {
            add(Self.block(UnsafeRawPointer(base + at), pattern), bytes, 64, &state)
            at += 64
        }
        self.state = state
        isInside = state.inside != 0
        if at < bytes.count { scanRest(bytes) }
    }

    /// The last bytes may be part of a block only; the state in front of them is kept for when there are more.
    private mutating func scanRest(_ bytes: UnsafeBufferPointer<UInt8>) {
        let count = bytes.count - at
        var rest = state
        let block = withUnsafeTemporaryAllocation(byteCount: 64, alignment: 8) { copy in
            copy.initializeMemory(as: UInt8.self, repeating: 0)
            copy.copyMemory(from: UnsafeRawBufferPointer(UnsafeBufferPointer(rebasing: bytes[at...])))
            return copy.baseAddress.map { Self.block($0, pattern) } ?? Block()
        }
        add(block, bytes, count, &rest)
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

    /// Marks a block's ends and goes on behind it.
    @inline(__always)
    private mutating func add(
        _ block: Block, _ bytes: UnsafeBufferPointer<UInt8>, _ count: Int, _ state: inout State
    ) {
        if block.quotes | block.feeds | block.returns == 0 {
            ends.cells.append(block.delimiters & ~state.inside)
            ends.lines.append(0)
            let last = UInt64(count - 1)
            state.mayOpen = (block.delimiters & ~state.inside) >> last & 1
            state.closing = 0
            state.isReturn = 0
            return
        }
        addSpecial(block, bytes, count, &state)
    }

    private mutating func addSpecial(
        _ block: Block, _ bytes: UnsafeBufferPointer<UInt8>, _ count: Int, _ state: inout State
    ) {
        let inside = Self.parities(block.quotes) ^ state.inside
        let opening = block.quotes & inside
        let closing = block.quotes & ~inside
        let separators = (block.delimiters | block.feeds | block.returns) & ~inside
        let mayOpen = separators | closing
        guard opening & ~(mayOpen << 1 | state.mayOpen) == 0 else { return walk(bytes, count, &state) }
        let returns = block.returns & ~inside
        let cells = separators & ~(block.feeds & (returns << 1 | state.isReturn))
        mark(cells, cells & ~block.delimiters)
        let last = UInt64(count - 1)
        state.inside = inside >> last & 1 == 0 ? 0 : ~0
        state.mayOpen = mayOpen >> last & 1
        state.closing = closing >> last & 1
        state.isReturn = returns >> last & 1
    }

    private mutating func mark(_ cells: UInt64, _ lines: UInt64) {
        ends.cells.append(cells)
        ends.lines.append(lines)
        self.lines += lines.nonzeroBitCount
    }
}

extension EndScanner {
    /// Where a byte stands, told byte by byte.
    private enum Standing {
        /// At the start of a cell, behind nothing but blanks.
        case fresh
        /// Inside a cell without quotes, or behind a quote that closed.
        case plain
        case inside
        /// Behind a quote inside quotes: it closes, unless another one follows.
        case closing
    }

    /// Walks a block byte by byte.
    private mutating func walk(_ bytes: UnsafeBufferPointer<UInt8>, _ count: Int, _ state: inout State) {
        var standing = standing(bytes, state)
        var (cells, lines): (UInt64, UInt64) = (0, 0)
        for place in 0..<count {
            let byte = bytes[at + place]
            let wasReturn = state.isReturn != 0
            state.isReturn = 0
            if standing == .inside {
                if byte == Byte.quote { standing = .closing }
                continue
            }
            if standing == .closing {
                standing = byte == Byte.quote ? .inside : .plain
                if standing == .inside { continue }
            }
            switch byte {
            case Byte.quote: standing = standing == .fresh ? .inside : .plain
            case Byte.space: break
            case delimiter, Byte.lineFeed, Byte.carriageReturn:
                let bit: UInt64 = byte == Byte.lineFeed && wasReturn ? 0 : 1 << UInt64(place)
                cells |= bit
                if byte != delimiter { lines |= bit }
                state.isReturn = byte == Byte.carriageReturn ? 1 : 0
                standing = .fresh
            default: standing = .plain
            }
        }
        mark(cells, lines)
        state.inside = standing == .inside ? ~0 : 0
        state.closing = standing == .closing ? 1 : 0
        let isBlank = count > 0 && bytes[at + count - 1] == Byte.space
        state.mayOpen = standing == .closing || standing == .fresh && !isBlank ? 1 : 0
    }

    private func standing(_ bytes: UnsafeBufferPointer<UInt8>, _ state: State) -> Standing {
        if state.inside != 0 { return .inside }
        if state.closing != 0 { return .closing }
        var before = at - 1
        while before >= 0, bytes[before] == Byte.space { before -= 1 }
        guard before >= 0 else { return .fresh }
        let isEnd = [delimiter, Byte.lineFeed, Byte.carriageReturn].contains(bytes[before])
        return isEnd ? .fresh : .plain
    }
}

extension EndScanner {
    private static let ones: UInt64 = 0x0101_0101_0101_0101
    private static let lows: UInt64 = 0x7F7F_7F7F_7F7F_7F7F

    /// Where the format's bytes stand among 64, eight at once. Most blocks have only delimiters.
    @inline(__always)
    private static func block(_ bytes: UnsafeRawPointer, _ delimiter: UInt64) -> Block {
        var block = Block()
        var others: UInt64 = 0
        for part in 0..<8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * part, as: UInt64.self))
            block.delimiters |= bits(equal(word, delimiter)) << UInt64(8 * part)
            others |= equal(word, UInt64(Byte.quote) * ones) | equal(word, UInt64(Byte.lineFeed) * ones)
            others |= equal(word, UInt64(Byte.carriageReturn) * ones)
        }
        guard others != 0 else { return block }
        for part in 0..<8 {
            let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * part, as: UInt64.self))
            block.quotes |= bits(equal(word, UInt64(Byte.quote) * ones)) << UInt64(8 * part)
            block.feeds |= bits(equal(word, UInt64(Byte.lineFeed) * ones)) << UInt64(8 * part)
            block.returns |= bits(equal(word, UInt64(Byte.carriageReturn) * ones)) << UInt64(8 * part)
        }
        return block
    }

    /// The highest bit of each byte that is the same in both words ("Hacker's Delight", section 6-1).
    @inline(__always)
    private static func equal(_ word: UInt64, _ pattern: UInt64) -> UInt64 {
        let difference = word ^ pattern
        return ~(((difference & lows) &+ lows) | difference | lows)
    }

    /// The highest bits of eight bytes, side by side.
    @inline(__always)
    private static func bits(_ highest: UInt64) -> UInt64 { (highest &* 0x0002_0408_1020_4081) >> 56 }

    /// For each bit, whether an odd number of bits is set up to and with it.
    @inline(__always)
    private static func parities(_ bits: UInt64) -> UInt64 {
        var sums = bits ^ bits << 1
        sums ^= sums << 2
        sums ^= sums << 4
        sums ^= sums << 8
        sums ^= sums << 16
        return sums ^ sums << 32
    }
}
