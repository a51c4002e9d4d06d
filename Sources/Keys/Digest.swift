import Crypto

/// A SHA-256 digest (FIPS 180-4), written as 64 hexadecimal digits.
public struct Digest: Hashable, Sendable, CustomStringConvertible {
    /// 32 bytes.
    public let bytes: [UInt8]

    /// A digest of 32 bytes; nil for another length.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        self.bytes = bytes
    }

    /// A digest from its hexadecimal text; nil for anything else.
    public init?(hexadecimal text: some StringProtocol) {
        let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
        guard digits.count == 64, !digits.contains(nil) else { return nil }
        bytes = stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
    }

    /// The digest of bytes.
    public init(of content: some ContiguousBytesLike) {
        var digester = Digester()
        content.withBytes { digester.update($0) }
        self = digester.finish()
    }

    /// The digest of a stream: `next` fills a buffer from its start and returns how many bytes, 0 at the end.
    public init(reading next: (UnsafeMutableRawBufferPointer) throws -> Int) rethrows {
        var digester = Digester()
        var buffer = [UInt8](repeating: 0, count: 1 << 18)
        try buffer.withUnsafeMutableBytes { buffer in
            while case let count = try next(buffer), count > 0 {
                digester.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
            }
        }
        self = digester.finish()
    }

    /// 64 hexadecimal digits in lower case.
    public var hexadecimal: String { Self.hexadecimal(bytes) }

    /// The first digits, enough to tell things of one study apart.
    public var short: String { Self.hexadecimal(bytes.prefix(6)) }

    public var description: String { hexadecimal }

    private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}

/// Anything whose bytes can be read in place.
public protocol ContiguousBytesLike {
    /// Calls `body` with the bytes.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result
}

extension Array: ContiguousBytesLike where Element == UInt8 {
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try withUnsafeBytes(body)
    }
}

extension UnsafeBufferPointer: ContiguousBytesLike where Element == UInt8 {
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try body(UnsafeRawBufferPointer(self))
    }
}

extension String: ContiguousBytesLike {
    public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
        try Array(utf8).withUnsafeBytes(body)
    }
}

/// Digests a stream of bytes.
public struct Digester {
    private var hash = SHA256()

    /// Nothing digested yet.
    public init() {}

    /// Adds bytes.
    public mutating func update(_ bytes: UnsafeRawBufferPointer) { hash.update(bufferPointer: bytes) }

    /// Adds a text, closed by a zero byte so that neighbours cannot run together.
    public mutating func update(_ text: String) {
        Array(text.utf8).withUnsafeBytes { hash.update(bufferPointer: $0) }
        [UInt8(0)].withUnsafeBytes { hash.update(bufferPointer: $0) }
    }

    /// The digest of all that was added.
    public func finish() -> Digest { Digest(bytes: Array(hash.finalize()))! }
}
