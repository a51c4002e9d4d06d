/// A text that was written in one encoding and read in another, so that some of its letters became others.
public struct Misreading: Hashable, Sendable {
    /// The encoding that the letters were written in.
    public var written: TextEncoding
    /// The one that they were read in.
    public var read: TextEncoding

    /// A pair of encodings.
    public init(written: TextEncoding, read: TextEncoding) {
        self.written = written
        self.read = read
    }

    /// Both encodings, in any language: `Windows-1250 → Windows-1252`.
    public var words: String { "\(written.rawValue) → \(read.rawValue)" }
}

/// Takes a misreading back.
public struct Rereading: Sendable {
    /// What is taken back.
    public let misreading: Misreading
    private let reread: @Sendable (String) -> String?

    /// - Parameter reread: the text as it was written; nil when it cannot have been written and read so.
    public init(_ misreading: Misreading, reread: @escaping @Sendable (String) -> String?) {
        self.misreading = misreading
        self.reread = reread
    }

    /// The byte at which the first letter stands that was another one.
    public func firstLetter(in text: String) -> Int? {
        let scalars = Array(text.unicodeScalars)
        // Of a letter in UTF-8 several were made.
        let lengths = misreading.written == .utf8 ? 2...4 : 1...1
        var at = 0
        for (index, scalar) in scalars.enumerated() {
            let ends = lengths.map { index + $0 }.filter { $0 <= scalars.count }
            let isOther = ends.contains { mended(String(String.UnicodeScalarView(scalars[index..<$0]))) != nil }
            if !scalar.isASCII, isOther { return at }
            at += scalar.utf8.count
        }
        return nil
    }

    /// A text as it was written; nil when it cannot have been written and read so, or is the same either way.
    public func mended(_ text: String) -> String? {
        guard text.utf8.contains(where: { $0 >= 0x80 }), let mended = reread(text), mended != text else { return nil }
        return mended
    }
}
