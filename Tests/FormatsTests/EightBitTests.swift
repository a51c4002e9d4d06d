import TestSupport
import Testing
import WeirCore

@testable import WeirFormats

/// Encodings of one byte for each character.
@Suite struct EightBitTests {
    private static let encodings: [TextEncoding] = [
        .windows1250, .windows1252, .latin2, .macRoman, .dos850, .dos852,
    ]

    /// A header and rows in the study's languages.
    private static let texts: [(language: String, text: String)] = [
        ("sq", "id;Pëlqimi për pjesëmarrje;Çfarë ndodhi\n1;Po;Fëmija është këtu\n"),
        ("bs", "id;Pristanak na učešće;Šta se desilo\n1;Da;Dječja zaštita i žalba, đak\n"),
        ("es", "id;¿Cuántos años?;Descripción\n1;Sí;La niña llegó más tarde, según él\n"),
        ("ro", "id;Vârsta dvs. în ani;Îngrijire\n1;Da;Copilul a fost audiat, fără părinţi şi tată\n"),
    ]

    private static func bytes(_ text: String, _ encoding: TextEncoding) -> [UInt8]? {
        guard let table = SingleByteTable(encoding) else { return nil }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            if scalar.isASCII {
                bytes.append(UInt8(scalar.value))
            } else {
                guard let place = table.scalars.firstIndex(of: scalar) else { return nil }
                bytes.append(UInt8(place + 0x80))
            }
        }
        return bytes
    }

    @Test(arguments: encodings)
    func `every byte has one character, or none`(_ encoding: TextEncoding) throws {
        let table = try #require(SingleByteTable(encoding))
        #expect(table.scalars.count == 128)
        let known = table.scalars.filter { $0 != "\u{FFFD}" }
        #expect(Set(known).count == known.count)
        #expect(known.allSatisfy { !$0.isASCII && $0.properties.generalCategory != .control })
    }

    /// What the registries say of bytes that tell the encodings apart.
    @Test(
        arguments: [
            (.windows1250, 0xE8, "č"), (.windows1250, 0x9E, "ž"), (.windows1252, 0xF1, "ñ"), (.windows1252, 0x80, "€"),
            (.latin2, 0xB9, "š"), (.latin2, 0xF0, "đ"), (.macRoman, 0x8E, "é"), (.macRoman, 0x96, "ñ"),
            (.dos850, 0xA4, "ñ"), (.dos850, 0x82, "é"), (.dos852, 0x9F, "č"), (.dos852, 0xEE, "ţ"),
            (.windows1252, 0x81, "\u{FFFD}"), (.windows1250, 0x83, "\u{FFFD}"), (.latin2, 0x9F, "\u{FFFD}"),
        ] as [(TextEncoding, Int, Unicode.Scalar)])
    func `bytes stand for the registered characters`(_ encoding: TextEncoding, _ byte: Int, _ scalar: Unicode.Scalar) {
        #expect(SingleByteTable(encoding)?.scalars[byte - 0x80] == scalar)
    }

    @Test(arguments: texts.map(\.language))
    func `what was written in an encoding is recognised and read, in all slicings`(_ language: String) throws {
        let text = try #require(Self.texts.first { $0.language == language }?.text)
        var read = 0
        for encoding in Self.encodings {
            guard let bytes = Self.bytes(text, encoding) else { continue }
            for hint in [language, nil] {
                for (block, all) in try Slicing.results(of: bytes, { try Self.text(of: $0, language: hint) }) {
                    #expect(all == text, "\(encoding.rawValue), blocks of \(block)")
                }
            }
            read += 1
        }
        #expect(read >= 2)
    }

    /// Albanian's own letters are the same in both encodings; the names among the answers decide.
    @Test(
        arguments: [("Elira Çuçi\nJovan Đoković\n", TextEncoding.windows1250), ("Elira Çuçi\n", .windows1252)])
    func `a neighbour's name tells which encoding an Albanian file is in`(
        _ names: String, _ encoding: TextEncoding
    ) throws {
        let text = "Emri\n" + names + String(repeating: "Fëmija është këtu\n", count: 8)
        let head = try #require(Self.bytes(text, encoding))
        #expect(EightBitRecognition.encoding(of: head, language: "sq") == encoding)
        #expect(EightBitRecognition.encoding(of: head) == encoding)
    }

    /// а to я are E0 to FF, А to Я stand in front, as the registry says.
    private static func cyrillic(_ text: String) -> [UInt8] {
        text.unicodeScalars.map { scalar in
            switch scalar.value {
            case ..<0x80: UInt8(scalar.value)
            case 0x410...0x44F: UInt8(scalar.value - 0x410 + 0xC0)
            case 0x458: 0xBC
            default: 0x9A
            }
        }
    }

    private static let cyrillicTable = "id;Питање;Пол\n1;Дјеца нису пријавила ништа;женско\n2;;мушко\n"

    @Test func `Cyrillic of one byte for each letter is refused by name, whatever is declared`() {
        let bytes = Self.cyrillic(Self.cyrillicTable)
        for (declared, code) in [
            (nil, DiagnosticCode.encodingOther), (TextEncoding.windows1250, .encodingContradicted),
        ] {
            let hints = TableFile.Hints(encoding: declared, language: "bs")
            let found = #expect(throws: Diagnostic.self) {
                _ = try TableFile(MemorySource(bytes), name: "f", hints: hints)
            }
            #expect(found?.code == code)
            #expect(found?.label.contains("Windows-1251 (Cyrillic)") == true)
        }
    }

    @Test func `a Cyrillic answer among plain ones is named at its row`() throws {
        let plain = String(repeating: "id;odgovor;1\n", count: 400)
        let bytes = Array(plain.utf8) + Self.cyrillic("1;Дјеца нису пријавила ништа;да\n")
        let defect = TextCheck(delimiter: UInt8(ascii: ";"), encoding: .utf8, file: "f").defect(in: bytes, firstRow: 1)
        #expect(defect?.code == .encodingOther)
        #expect(defect?.place.row == 401)
        #expect(defect?.label.hasPrefix("Windows-1251 (Cyrillic)") == true)
    }

    @Test func `Cyrillic in UTF-8, and capitals of Western letters, are nothing of the kind`() throws {
        let file = try TableFile(MemorySource(Array(Self.cyrillicTable.utf8)), name: "f")
        #expect(file.format.content == .text(.utf8, .plain, .semicolon))
        #expect(CyrillicBytes.encoding(of: Array(Self.cyrillicTable.utf8)) == nil)
        for text in [
            "id;¿AÑOS?;NIÑEZ\n1;ÁÉÍÓÚ;sí\n2;ÑÑÑ;más de un año según él\n", "id;…”–“…;a\n1;“niña”…;é\n", "äöüß,äöüß\n",
        ] {
            for encoding in [TextEncoding.windows1252, .macRoman] {
                let bytes = try #require(Self.bytes(text, encoding))
                #expect(CyrillicBytes.encoding(of: bytes) == nil, "\(encoding.rawValue)")
            }
        }
    }

    private static func text(of source: any ByteSource, language: String?) throws -> String {
        let file = try TableFile(source, name: "f", hints: .init(language: language))
        guard case .text(_, .recognised, _) = file.format.content else {
            throw Diagnostic(.encodingOther, at: Place(file: "f"))
        }
        #expect(file.findings.map(\.code) == [.encodingRecognised])
        var all: [UInt8] = []
        while let piece = try file.reader.next() { all += piece.bytes }
        return String(decoding: all, as: UTF8.self)
    }

    @Test func `a declared encoding goes before what the letters look like`() throws {
        let bytes = try #require(Self.bytes("id;ç\n1;señor\n", .windows1252))
        let file = try TableFile(MemorySource(bytes), name: "f", hints: .init(encoding: .windows1250))
        #expect(file.format.content == .text(.windows1250, .declared, .semicolon))
        #expect(file.findings.isEmpty)
        #expect(String(decoding: try #require(try file.reader.next()).bytes, as: UTF8.self) == "id;ç\n1;seńor\n")
    }

    @Test(arguments: [("bs", TextEncoding.dos852), ("es", .dos850)])
    func `a code page of DOS is not read as what a study declares`(_ language: String, _ encoding: TextEncoding) throws
    {
        let text = try #require(Self.texts.first { $0.language == language }?.text)
        let bytes = try #require(Self.bytes(text, encoding))
        for declared in [TextEncoding.windows1250, .windows1252, .macRoman] {
            let hints = TableFile.Hints(encoding: declared, language: language)
            let error = #expect(throws: Diagnostic.self) {
                _ = try TableFile(MemorySource(bytes), name: "f", hints: hints)
            }
            #expect(error?.code == .encodingContradicted)
            #expect(error?.label.hasSuffix("looks like \(encoding.rawValue)") == true)
        }
        let file = try TableFile(MemorySource(bytes), name: "f", hints: .init(encoding: encoding, language: language))
        #expect(file.format.content == .text(encoding, .declared, .semicolon))
        // What is found only in a later record is named all the same.
        let plain = String(repeating: "id;odgovor;1\n", count: 400)
        let check = TextCheck(delimiter: UInt8(ascii: ";"), encoding: .utf8, file: "f")
        let line = try #require(text.split(separator: "\n").last) + "\n"
        let late = Array(plain.utf8) + (try #require(Self.bytes(String(line), encoding)))
        #expect(check.defect(in: late, firstRow: 1)?.code == .encodingOther)
        #expect(check.defect(in: late, firstRow: 1)?.label == encoding.rawValue)
    }

    @Test(
        arguments: [
            (Array("id;č\n1;ć\n".utf8), .windows1250), ("id,answer\n1,a\n".utf16.flatMap { [UInt8($0), 0] }, .utf8),
            (Array("id;a\n1;b\n".utf8), .utf16LittleEndian),
            ([0xEF, 0xBB, 0xBF] + Array("id;č\n1;ć\n".utf8), .windows1250),
            ([0xFF, 0xFE] + "id;a\n1;b\n".utf16.flatMap { [UInt8($0), 0] }, .windows1250),
        ] as [([UInt8], TextEncoding)])
    func `bytes that contradict the declared encoding are refused`(_ bytes: [UInt8], _ declared: TextEncoding) {
        let error = #expect(throws: Diagnostic.self) {
            _ = try TableFile(MemorySource(bytes), name: "f", hints: .init(encoding: declared))
        }
        #expect(error?.code == .encodingContradicted)
    }

    @Test func `a mark in the file is enough, unless the study declares another encoding`() throws {
        let bytes = [0xEF, 0xBB, 0xBF] + Array("id;č\n1;ć\n".utf8)
        for declared in [nil, TextEncoding.utf8] {
            let file = try TableFile(MemorySource(bytes), name: "f", hints: .init(encoding: declared))
            #expect(file.format.content == .text(.utf8, .mark, .semicolon))
        }
    }

    @Test func `a byte that the encoding lacks is told by its cell and replaced by nothing`() throws {
        let bytes =
            Array("id;se".utf8) + [0xF1] + Array("or, m".utf8) + [0xE1] + Array("s\n1;a\n2;".utf8) + [0x81]
            + Array("\n".utf8)
        let file = try TableFile(MemorySource(bytes), name: "f", hints: .init(language: "es"))
        #expect(file.format.content == .text(.windows1252, .recognised, .semicolon))
        let piece = try #require(try file.reader.next())
        let defect = TextCheck(delimiter: 59, encoding: .windows1252, file: "f").defect(in: piece.bytes, firstRow: 1)
        #expect(defect?.place == Place(file: "f", row: 3, column: 1, byte: 20))
        #expect(defect?.code == .encodingInvalid)
    }

    /// UTF-8 with a damaged byte stays UTF-8, and what fits no language is left to whoever reads the cells.
    @Test(arguments: [
        Array("id;Pëlqimi;ç\n1;ë".utf8) + [0xFF] + Array("\n".utf8), Array("id;a\n1;".utf8) + [0xFF, 0xFE],
        Array("id;a\n1;".utf8) + [0xA9] + Array("\n".utf8),
        Array("id;a\n1;".utf8) + [0xE4, 0xE0] + Array("\n".utf8),
    ])
    func `damage and short words of another script are not taken for an encoding`(_ bytes: [UInt8]) throws {
        #expect(try TableFile(MemorySource(bytes), name: "f").format.content == .text(.utf8, .plain, .semicolon))
    }

    @Test(arguments: TextEncoding.allCases)
    func `an encoding is declared in any spelling`(_ encoding: TextEncoding) {
        for word in [encoding.word, encoding.rawValue.uppercased(), encoding.word.replacing("-", with: "_")] {
            #expect(TextEncoding(declared: word) == encoding)
        }
        #expect(TextEncoding(declared: "utf-7") == nil)
        #expect(TextEncoding(declared: "cp850") == .dos850 && TextEncoding(declared: "CP-852") == .dos852)
    }
}

@Suite struct MojibakeTests {
    private func stands(_ text: String, _ language: String? = nil) -> Bool {
        Array(text.utf8).withUnsafeBytes { Mojibake(of: language).stands(in: $0) }
    }

    @Test(arguments: [
        "Ã©", "niÃ±a", "Å¡kola", "fÃ«mijÃ«", "Ä\u{8D}lan", "Č›arÄ", "donâ€™t", "Ĺˇkola", "dĂ«m", "Â¿QuĂ©?",
        "12345678 Ã³", "cami√≥n", "cami├│n", "ƒçlan", "≈°kola", "┼íkola", "─Źlan",
    ])
    func `letters lost between two encodings are known`(_ text: String) { #expect(stands(text)) }

    @Test func `a ruin is found wherever it stands in a long text`() {
        for place in 0..<200 {
            let text = String(repeating: "ñ", count: place / 2) + String(repeating: "a", count: place % 2)
            #expect(stands(text + "Ã©" + String(repeating: "a", count: 200 - place)), "behind \(place) bytes")
            #expect(!stands(text + "é" + String(repeating: "é", count: 100)), "behind \(place) bytes")
        }
    }

    @Test(arguments: [
        "", "Ã", "plain text of some length", "niña, ¿qué?", "škola čć đ", "fëmijë", "Čarobna È il", "NÃO", "Ţară “Ă”",
        "„NU SUNT ACASĂ“", "ACASĂ‘", "MAMĂ\u{AD}TATĂ",
        "√ and ≈", "├── tree", "┌─┐", "‚Änderung",
    ])
    func `letters of the languages are left alone`(_ text: String) { #expect(!stands(text)) }

    @Test func `a sign behind a letter is a ruin where the language lacks the letter`() {
        #expect(stands("CAMIĂ“N", "es") && stands("CAMIĂ“N", "sq"))
        #expect(!stands("„NU SUNT ACASĂ“", "ro") && stands("„NU SUNT ACASÄ‚ ŞI", "ro"))
    }
}
