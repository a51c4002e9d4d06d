import Testing
import WeirCore

@testable import WeirFormats

/// Texts that were written in one encoding and read in another.
@Suite struct RereadingTests {
    private static let encodings: [TextEncoding] = [
        .windows1250, .windows1252, .latin2, .macRoman, .dos850, .dos852,
    ]
    /// Answers and questions in the study's languages, with every letter beyond ASCII.
    private static let texts = [
        "sq": "Pëlqimi për pjesëmarrje, fëmija është këtu; çfarë ndodhi, Ëndrra e Çunit pas një muaji në shtëpi",
        "bs": "Dječja zaštita i žalba, đak kuće; Čuvanje, ćošak, Šta, Žene, Đaci, Ćup, učešće u vezi mlađih, češće",
        "ro": "Vârsta în ani, îngrijire fără părinţi şi tată; Şcoală, Ţară, asistenţă socială, câţi copii, Însoţitor",
        "es": "¿Cuántos años?, la niña llegó más tarde según él; ÁÉÍÓÚ, Ñandú, güera, el niño, señora, pequeña, daño",
    ]

    /// A text as it comes out; nil when the encoding lacks a letter.
    private static func misread(_ text: String, _ misreading: Misreading) -> String? {
        guard let read = SingleByteTable(misreading.read) else { return nil }
        var bytes = Array(text.utf8)
        if let written = SingleByteTable(misreading.written) {
            bytes = []
            for scalar in text.unicodeScalars {
                if scalar.isASCII {
                    bytes.append(UInt8(scalar.value))
                } else {
                    guard let place = written.scalars.firstIndex(of: scalar) else { return nil }
                    bytes.append(UInt8(place + 0x80))
                }
            }
        }
        let scalars = bytes.map { byte -> Unicode.Scalar in
            guard byte >= 0x80, read.scalars[Int(byte) - 0x80] != "\u{FFFD}" else { return Unicode.Scalar(byte) }
            return read.scalars[Int(byte) - 0x80]
        }
        return String(String.UnicodeScalarView(scalars))
    }

    @Test(arguments: texts.keys.sorted())
    func `what was misread is mended, by every pair of encodings`(_ language: String) throws {
        let text = try #require(Self.texts[language])
        var pairs = 0
        for rereading in Rereading.all {
            guard let misread = Self.misread(text, rereading.misreading), misread != text else { continue }
            #expect(rereading.mended(misread) == text, "\(rereading.misreading.words)")
            let first = try #require(zip(misread.unicodeScalars, text.unicodeScalars).first { $0 != $1 }?.0)
            let place = misread.unicodeScalars.prefix { $0 != first }.reduce(0) { $0 + $1.utf8.count }
            #expect(rereading.firstLetter(in: misread) == place, "\(rereading.misreading.words)")
            pairs += 1
        }
        #expect(pairs >= 12)
    }

    @Test(arguments: texts.keys.sorted())
    func `what is right cannot be mended into other letters of the language`(_ language: String) throws {
        let text = try #require(Self.texts[language])
        let own = EightBitRecognition.letters(of: language)
        for rereading in Rereading.all where rereading.misreading.written == .utf8 {
            #expect(rereading.mended(text) == nil, "\(rereading.misreading.words)")
        }
        for rereading in Rereading.all {
            guard let mended = rereading.mended(text) else { continue }
            let changed = zip(text.unicodeScalars, mended.unicodeScalars).filter { $0 != $1 }.map(\.1)
            #expect(!changed.allSatisfy(own.contains), "\(rereading.misreading.words)")
        }
        #expect(Rereading.all.allSatisfy { $0.mended("plain text") == nil })
    }

    private static func counts(_ text: String) -> LetterCounts {
        var counts = LetterCounts()
        _ = Array(text.utf8).withUnsafeBytes { counts.add($0, Mojibake()) }
        return counts
    }

    /// The encodings in which the languages' own letters become others, or not: Albanian's stand in both at the same place.
    @Test(
        arguments: [
            ("sq", .windows1250, .windows1252, false), ("sq", .windows1252, .windows1250, false),
            ("bs", .windows1250, .windows1252, true), ("bs", .windows1252, .windows1250, false),
            ("ro", .windows1250, .windows1252, true), ("ro", .windows1252, .windows1250, false),
            ("es", .windows1250, .windows1252, false), ("es", .windows1252, .windows1250, true),
            ("bs", .latin2, .windows1250, true), ("es", .macRoman, .windows1252, true),
            ("es", .windows1252, .macRoman, true), ("sq", .windows1252, .macRoman, true),
        ] as [(String, TextEncoding, TextEncoding, Bool)])
    func `letters that a language does not have tell of it, where the encodings differ`(
        _ language: String, _ written: TextEncoding, _ read: TextEncoding, _ tells: Bool
    ) throws {
        let text = try #require(Self.texts[language])
        let misreading = Misreading(written: written, read: read)
        // What an encoding lacks becomes a question mark.
        let known = SingleByteTable(written)?.scalars ?? []
        let possible = String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.isASCII || known.contains($0) ? $0 : "?" }))
        let misread = try #require(Self.misread(possible, misreading))
        let found = Self.counts(misread + " " + misread).misreadings(of: language)
        #expect(found.contains { $0.misreading == misreading } == tells)
        guard tells else { return }
        let best = try #require(found.max { Self.words(of: misread, $0) < Self.words(of: misread, $1) })
        #expect(Rereading(best.misreading)?.mended(misread) == possible)
    }

    /// How many words become the language's, less those that do not.
    private static func words(of text: String, _ letters: MisreadLetters) -> Int {
        MisreadLetters.words(of: text).compactMap(letters.isMended).reduce(0) { $0 + ($1 ? 1 : -1) }
    }

    @Test(
        arguments: [
            ("canci¢n", true), ("tambiŽn", nil), ("a¢", nil), ("5¢", nil), ("Rs\u{A0}cm", nil), ("ma¤ana", true),
            ("niño", nil), ("na¢ve£Łž", false),
        ] as [(String, Bool?)])
    func `a word is mended, or cannot be, or has nothing to mend`(_ word: String, _ isMended: Bool?) throws {
        let all = MisreadLetters.all(of: "es")
        let letters = try #require(all.first { $0.misreading == Misreading(written: .dos850, read: .windows1252) })
        #expect(letters.isMended(try #require(MisreadLetters.words(of: word).first)) == isMended)
    }

    @Test(arguments: texts.keys.sorted())
    func `letters of the language, of its neighbours, and a few names tell nothing`(_ language: String) throws {
        let text = try #require(Self.texts[language])
        for more in ["", " Kamińska Kamińska", " Đoković čeka; Müller, Çelik", " São João"] {
            #expect(Self.counts(text + more).misreadings(of: language).isEmpty, "\(more)")
        }
        #expect(Self.counts("").misreadings(of: language).isEmpty)
        #expect(LetterCounts().misreadings(of: language).isEmpty)
    }

    @Test func `counts of pieces are those of the whole`() throws {
        let text = try #require(
            Self.misread(Self.texts["bs"] ?? "", Misreading(written: .windows1250, read: .windows1252)))
        var sum = LetterCounts()
        for scalar in text.unicodeScalars { sum.merge(Self.counts(String(scalar))) }
        let found = sum.misreadings(of: "bs").map(\.misreading)
        #expect(!found.isEmpty && found == Self.counts(text).misreadings(of: "bs").map(\.misreading))
    }
}
