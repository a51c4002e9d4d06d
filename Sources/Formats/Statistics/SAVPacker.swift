/// The rows of a data file of SPSS, packed: eight codes, then the numbers and texts that do not fit into them.
public struct SAVPacker: Sendable {
    private var bytes: [UInt8] = []
    /// Where the codes stand that are being filled, and how many of the eight are used.
    private var group = 0
    private var used = 8

    /// No rows yet.
    public init() {}

    /// Room for so many bytes.
    public mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// What is whole, or all that there is, the last codes filled up.
    public mutating func take(all: Bool = false) -> [UInt8] {
        let end = all || used == 8 ? bytes.count : group
        let whole = Array(bytes[..<end])
        bytes.removeFirst(end)
        group -= end
        if all { used = 8 }
        return whole
    }

    @inline(__always)
    private mutating func put(code: UInt8) {
        if used == 8 {
            group = bytes.count
            bytes.append(contentsOf: repeatElement(0, count: 8))
            used = 0
        }
        bytes[group + used] = code
        used += 1
    }

    /// A number, or none.
    @inline(__always)
    public mutating func put(_ number: Double?) {
        guard let number else { return put(code: 255) }
        let packed = number + Double(SAVDictionary.bias)
        if number == number.rounded(), packed >= 1, packed <= 251 { return put(code: UInt8(packed)) }
        put(code: 253)
        withUnsafeBytes(of: number.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }

    /// The segments of a text of at most so many bytes.
    public static func segments(width: Int) -> [Int] {
        SAVDictionary.Variable(name: "", label: "", kind: .text(width: width)).segments
    }

    /// A text in its segments, which hold 255 bytes each, and one that is not used.
    public mutating func put(_ text: UnsafeBufferPointer<UInt8>, _ segments: [Int]) {
        var start = 0
        for width in segments {
            let end = min(start + width, text.count)
            for at in stride(from: start, to: start + max(1, width), by: 8) {
                put(element: text, at, min(at + 8, end))
            }
            start += width
        }
    }

    /// Eight bytes of text.
    @inline(__always)
    private mutating func put(element text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        var word: UInt64 = 0x2020_2020_2020_2020
        var place = UInt64(0)
        for at in start..<max(start, end) {
            word = word & ~(0xFF << place) | UInt64(text[at]) << place
            place += 8
        }
        guard word != 0x2020_2020_2020_2020 else { return put(code: 254) }
        put(code: 253)
        withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
    }
}

/// What follows the dictionary when the packed rows are deflated: blocks, and a list of them.
public struct SAVDeflater {
    /// Packed bytes of one block. SPSS wants all but the last to be this long.
    private static let size = 0x3F_F000
    /// Blocks that are deflated at a time.
    private static let group = 4

    private let start: Int
    private var waiting: [UInt8] = []
    private var list: [(plain: Int, packed: Int)] = []

    /// Begins behind a dictionary of so many bytes.
    public init(after start: Int) { self.start = start }

    /// Where the list of blocks stands, to be written behind the dictionary first with `head`, and at the end again.
    public var head: [UInt8] {
        let end = start + 24 + list.reduce(0) { $0 + $1.packed }
        var bytes: [UInt8] = []
        for number in [start, end, 24 + 24 * list.count] { bytes.put(number, 8) }
        return bytes
    }

    /// Takes packed rows.
    /// - Returns: the blocks that are whole now.
    public mutating func append(_ bytes: [UInt8]) -> [UInt8] {
        waiting += bytes
        return waiting.count >= Self.group * Self.size ? deflate(waiting.count / Self.size * Self.size) : []
    }

    /// Deflates what is left and lists all blocks.
    public mutating func finish() -> [UInt8] {
        var bytes = deflate(waiting.count)
        bytes.put(-SAVDictionary.bias, 8)
        bytes.put(0, 8)
        bytes.put(Self.size, 4)
        bytes.put(list.count, 4)
        var (plain, packed) = (start, start + 24)
        for block in list {
            bytes.put(plain, 8)
            bytes.put(packed, 8)
            bytes.put(block.plain, 4)
            bytes.put(block.packed, 4)
            plain += block.plain
            packed += block.packed
        }
        return bytes
    }

    private mutating func deflate(_ count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        let blocks = BlockDeflater.separate(waiting, count, size: Self.size)
        list += zip(blocks, stride(from: 0, to: count, by: Self.size)).map { block, at in
            (plain: min(Self.size, count - at), packed: block.count)
        }
        waiting.removeFirst(count)
        return blocks.flatMap(\.self)
    }
}
