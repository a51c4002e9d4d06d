import CBytes

/// Finds where cells and records end among 64 bytes.
///
/// Quotes turn the text inside out: behind an odd number of them a byte stands inside quotes, which an exclusive or over
/// all bits in front of it tells ("Parsing gigabytes of JSON per second", Langdale and Lemire). That holds as long as
/// every quote opens at the start of a cell, closes, or is one of two. Where one does not (`5" pipe`), the bytes are
/// walked one by one.
struct BlockMarker: BitwiseCopyable {
    let delimiter: UInt8

    /// What the bytes in front of a block leave behind, each as the lowest bit.
    struct State {
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

    /// A block's ends of cells, and those of them that end a record.
    typealias Marks = (cells: UInt64, lines: UInt64)

    /// The marks of a block.
    /// - Parameters:
    ///   - copy: the block's bytes, 64 of them.
    ///   - bytes: the text, in which the block starts at `at` and has `count` bytes.
    @inline(__always)
    func marks(
        of copy: UnsafeRawPointer, _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ count: Int, _ state: inout State
    ) -> Marks {
        let block = block(copy)
        if block.quotes | block.feeds | block.returns == 0 {
            let last = UInt64(count - 1)
            state.mayOpen = (block.delimiters & ~state.inside) >> last & 1
            state.closing = 0
            state.isReturn = 0
            return (block.delimiters & ~state.inside, 0)
        }
        return marksAmongQuotes(block, bytes, at, count, &state)
    }

    @inline(__always)
    private func marksAmongQuotes(
        _ block: Block, _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ count: Int, _ state: inout State
    ) -> Marks {
        let inside = Self.parities(block.quotes) ^ state.inside
        let opening = block.quotes & inside
        let closing = block.quotes & ~inside
        let separators = (block.delimiters | block.feeds | block.returns) & ~inside
        let mayOpen = separators | closing
        guard opening & ~(mayOpen << 1 | state.mayOpen) == 0 else {
            return walk(bytes, at, count, &state)
        }
        let returns = block.returns & ~inside
        let cells = separators & ~(block.feeds & (returns << 1 | state.isReturn))
        let last = UInt64(count - 1)
        state.inside = inside >> last & 1 == 0 ? 0 : ~0
        state.mayOpen = mayOpen >> last & 1
        state.closing = closing >> last & 1
        state.isReturn = returns >> last & 1
        return (cells, cells & ~block.delimiters)
    }
}

extension BlockMarker {
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
    private func walk(
        _ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ count: Int, _ state: inout State
    ) -> Marks {
        var standing = standing(bytes, at, state)
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
        state.inside = standing == .inside ? ~0 : 0
        state.closing = standing == .closing ? 1 : 0
        let isBlank = count > 0 && bytes[at + count - 1] == Byte.space
        state.mayOpen = standing == .closing || standing == .fresh && !isBlank ? 1 : 0
        return (cells, lines)
    }

    private func standing(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int, _ state: State) -> Standing {
        if state.inside != 0 { return .inside }
        if state.closing != 0 { return .closing }
        var before = at - 1
        while before >= 0, bytes[before] == Byte.space { before -= 1 }
        guard before >= 0 else { return .fresh }
        let isEnd = [delimiter, Byte.lineFeed, Byte.carriageReturn].contains(bytes[before])
        return isEnd ? .fresh : .plain
    }
}

extension BlockMarker {
    /// Where the format's bytes stand among 64.
    @inline(__always)
    private func block(_ bytes: UnsafeRawPointer) -> Block {
        Block(
            delimiters: weir_bytes_equal(bytes, delimiter), quotes: weir_bytes_equal(bytes, Byte.quote),
            feeds: weir_bytes_equal(bytes, Byte.lineFeed), returns: weir_bytes_equal(bytes, Byte.carriageReturn))
    }

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
