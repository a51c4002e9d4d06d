import WeirCore

/// A text file's bytes as UTF-8.
struct DecodedText {
    let source: PeekedSource
    let encoding: TextEncoding
    let basis: TableFile.EncodingBasis
    let findings: [Diagnostic]
    /// How long the mark in front of it is.
    let mark: Int

    /// A mark in the file is its own declaration; a study that declares another one is contradicted. Without a mark the
    /// study's declaration goes first, then what the bytes look like.
    init(_ plain: PeekedSource, name: String, hints: TableFile.Hints) throws {
        guard !TextEncoding.isUTF32(plain.head) else {
            throw Diagnostic(.encodingOther, at: Place(file: name), label: "UTF-32")
        }
        let (marked, mark) = TextEncoding.recognised(in: plain.head)
        self.mark = mark
        plain.skip(mark)
        (encoding, basis) = try Self.encoding(plain.head, marked, hasMark: mark > 0, hints, name)
        source = try Self.decoded(plain, encoding)
        // Until somebody declares the encoding, a look at the letters is all that speaks for it.
        findings =
            basis == .recognised
            ? [Diagnostic(.encodingRecognised, at: Place(file: name), label: encoding.rawValue)] : []
    }

    private static func encoding(
        _ head: [UInt8], _ marked: TextEncoding, hasMark: Bool, _ hints: TableFile.Hints, _ name: String
    ) throws -> (TextEncoding, TableFile.EncodingBasis) {
        func contradiction(_ declared: TextEncoding, _ words: String) -> Diagnostic {
            let label = "\(declared.rawValue) is declared, the file \(words)"
            return Diagnostic(.encodingContradicted, at: Place(file: name), label: label)
        }
        if hasMark {
            guard let declared = hints.encoding, declared != marked else { return (marked, .mark) }
            throw contradiction(declared, "has the mark of \(marked.rawValue)")
        }
        let other = cyrillic(head, marked)
        if let declared = hints.encoding {
            guard other == nil, fits(declared, head, marked) else {
                throw contradiction(declared, "looks like \(other ?? marked.rawValue)")
            }
            if let dos = dos(head, marked, hints.language), declared != dos {
                throw contradiction(declared, "looks like \(dos.rawValue)")
            }
            return (declared, .declared)
        }
        if let other { throw Diagnostic(.encodingOther, at: Place(file: name), label: other) }
        if marked == .utf8, let found = EightBitRecognition.encoding(of: head, language: hints.language) {
            return (found, .recognised)
        }
        return (marked, .plain)
    }

    private static func cyrillic(_ head: [UInt8], _ marked: TextEncoding) -> String? {
        // What has zeros is no text at all.
        guard marked == .utf8, !head.contains(0), EightBitRecognition.isEightBit(head) else { return nil }
        return CyrillicBytes.encoding(of: head)
    }

    /// The code page of DOS that a text looks like: as Windows' its letters would be signs, which no header need show.
    private static func dos(_ head: [UInt8], _ marked: TextEncoding, _ language: String?) -> TextEncoding? {
        guard marked == .utf8, let found = EightBitRecognition.encoding(of: head, language: language) else {
            return nil
        }
        return found == .dos850 || found == .dos852 ? found : nil
    }

    /// Bytes of one form of Unicode are not read as something else because a study says so.
    private static func fits(_ declared: TextEncoding, _ head: [UInt8], _ marked: TextEncoding) -> Bool {
        SingleByteTable(declared) == nil ? declared == marked : marked == .utf8 && !isUTF8(head)
    }

    /// Letters beyond ASCII that are UTF-8 by chance in every place would be a wonder.
    private static func isUTF8(_ head: [UInt8]) -> Bool {
        guard head.contains(where: { $0 >= 0x80 }) else { return false }
        return head.withUnsafeBufferPointer { bytes in
            // The head may end inside a character.
            UTF8Validation.firstInvalid(in: bytes).map { $0 + 4 > PeekedSource.headSize } ?? true
        }
    }

    private static func decoded(_ plain: PeekedSource, _ encoding: TextEncoding) throws -> PeekedSource {
        if let table = SingleByteTable(encoding) { return try PeekedSource(SingleByteSource(plain, table: table)) }
        return switch encoding {
        case .utf16LittleEndian: try PeekedSource(UTF16Source(plain, littleEndian: true))
        case .utf16BigEndian: try PeekedSource(UTF16Source(plain, littleEndian: false))
        default: plain
        }
    }
}
