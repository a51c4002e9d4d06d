/// The bytes of a zip archive, entry after entry, without anything that depends on when and where it is written.
public struct ZipWriter {
    /// What was made and not taken yet.
    public var bytes: [UInt8] = []
    private var list: [UInt8] = []
    private var entries = 0
    private var written = 0
    private var member = GzipMember()
    private var packed = 0
    private var name: [UInt8] = []
    private var start = 0

    /// The first day that the format can name.
    private static let day = 33
    /// Sizes follow the entry; names are UTF-8.
    private static let flags = 0x0808

    /// An archive without entries.
    public init() {}

    /// Begins an entry.
    public mutating func begin(_ name: String) {
        self.name = Array(name.utf8)
        start = written
        member = GzipMember()
        packed = 0
        put(.long(0x0403_4B50), .short(20), .short(Self.flags), .short(8), .short(0), .short(Self.day))
        put(.long(0), .long(0), .long(0), .short(self.name.count), .short(0))
        append(self.name)
    }

    /// The next part of the entry.
    public mutating func append(_ block: GzipBlock) {
        member.append(block)
        packed += block.bytes.count
        append(block.bytes)
    }

    /// Ends the entry.
    public mutating func end() {
        packed += GzipMember.lastBlock.count
        append(GzipMember.lastBlock)
        let sizes: [Number] = [.long(Int(member.checksum)), .long(packed), .long(member.plainCount)]
        put(.long(0x0807_4B50))
        for size in sizes { put(size) }
        list += Self.bytes([.long(0x0201_4B50), .short(20), .short(20), .short(Self.flags), .short(8), .short(0)])
        list += Self.bytes(
            [.short(Self.day)] + sizes + [.short(name.count), .short(0), .short(0), .short(0), .short(0)])
        list += Self.bytes([.long(0), .long(start)]) + name
        entries += 1
    }

    /// A whole entry.
    public mutating func add(_ name: String, _ content: [UInt8]) {
        begin(name)
        append(GzipBlock(deflating: content))
        end()
    }

    /// Writes the list of entries.
    public mutating func finish() {
        let place = written
        append(list)
        put(.long(0x0605_4B50), .short(0), .short(0), .short(entries), .short(entries), .long(list.count), .long(place))
        put(.short(0))
    }

    private enum Number {
        case short(Int), long(Int)
    }

    private mutating func put(_ numbers: Number...) { append(Self.bytes(numbers)) }

    private mutating func append(_ more: [UInt8]) {
        bytes += more
        written += more.count
    }

    private static func bytes(_ numbers: [Number]) -> [UInt8] {
        numbers.flatMap { number -> [UInt8] in
            switch number {
            case .short(let value): (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            case .long(let value): (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            }
        }
    }
}
