import Foundation
import Testing
import WeirCore
import WeirKeys
import WeirState

@testable import WeirPipeline

/// A sitting without a terminal: keys in, decisions out.
@Suite struct ReviewDeskTests {
    private static let texts = [
        "Arta works in Fier.", "We need time.", "Zubrica said so, zubrica too.", "Nuk ka kohë.",
    ]

    /// A machine that masks these words wherever they stand, and withholds what is not English.
    private static func mark(_ text: String, _ answer: OpenAnswer) -> Marking {
        if text.hasPrefix("Nuk") { return Marking(marks: [], doubt: "it is mostly in another language") }
        if let hope = text.range(of: "Hope") {
            let start = text.unicodeScalars.distance(from: text.startIndex, to: hope.lowerBound)
            return Marking(marks: [], doubt: nil, suspicious: [start..<start + 4])
        }
        let known = [("Arta", "[PERSON 1]", false), ("Fier", "[PLACE]", false), ("Zubrica", "[PERSON 1]", true)]
        let scalars = Array(text.unicodeScalars)
        var marks: [Marking.Mark] = []
        for range in AnswerWords.ranges(in: scalars) {
            let word = String(String.UnicodeScalarView(scalars[range])).capitalized
            guard let hit = known.first(where: { $0.0 == word }) else { continue }
            let mask = Mask(start: range.lowerBound, end: range.upperBound, word: hit.1)
            marks.append(Marking.Mark(mask: mask, unlisted: hit.2 ? ["zubrica"] : []))
        }
        return Marking(marks: marks, doubt: nil)
    }

    private static func answer(_ text: String) -> OpenAnswer {
        OpenAnswer(
            hash: Digest(of: text), countryCode: CountryCode("AL")!, country: "Albania", variable: "comment",
            question: "Any comment?", text: text,
            place: Place(file: "AL/upload.csv", row: 5, column: 27))
    }

    private static let start = Date(timeIntervalSince1970: 0)

    /// A desk at which somebody presses keys; the screen is drawn before each, as on a terminal.
    private final class Sitting {
        var desk: ReviewDesk
        var effects: [ReviewDesk.Effect] = []
        var now = ReviewDeskTests.start
        var size = (columns: 80, rows: 24)

        init(_ texts: [String] = ReviewDeskTests.texts, decisions: [Decision?] = [], safe: Set<String> = []) {
            let answers = texts.enumerated().map {
                (ReviewDeskTests.answer($1), $0 < decisions.count ? decisions[$0] : nil)
            }
            desk = ReviewDesk(
                answers: answers, doneBefore: 2, secondsBefore: 60, reviewer: "Ana", safeWords: safe, start: now,
                mark: ReviewDeskTests.mark)
        }

        var screen: [String] {
            ReviewScreen(title: "weir review", columns: size.columns, rows: size.rows).lines(of: &desk).map(\.text)
        }

        @discardableResult
        func press(_ keys: [Key], seconds: Double = 1) -> [ReviewDesk.Effect] {
            for key in keys {
                _ = screen
                now += seconds
                effects += desk.press(key, at: now)
            }
            return effects
        }

        @discardableResult
        func type(_ text: String) -> [ReviewDesk.Effect] { press(text.map { Key.character($0) }) }

        var verdicts: [Decision.Verdict] {
            effects.compactMap { if case .note(let decision, _) = $0 { decision.verdict } else { nil } }
        }
    }

    private static let masksOfFirst = [
        Mask(start: 0, end: 4, word: "[PERSON 1]"), Mask(start: 14, end: 18, word: "[PLACE]"),
    ]

    @Test func `a approves with the machine's masks`() {
        let sitting = Sitting()
        sitting.type("a")
        let decision = Decision(.masked(Self.masksOfFirst), reviewer: "Ana", decided: sitting.now, seconds: 1)
        #expect(sitting.effects == [.note(decision, on: Self.answer(Self.texts[0]))])
        #expect(sitting.desk.item?.answer.text == Self.texts[1])
        #expect(sitting.desk.done == 3 && sitting.desk.left == 3)
    }

    @Test func `words that could be names are underlined until they are masked`() {
        let sitting = Sitting(["Our Hope is time."])
        func underlined() -> [String] {
            ReviewScreen(title: "weir review", columns: 80, rows: 24).lines(of: &sitting.desk)
                .flatMap(\.runs).filter { $0.emphasis == .underline }.map(\.text)
        }
        #expect(underlined() == ["Hope"])
        #expect(sitting.screen.contains("masked: nothing · underlined: 1 word that could be a name"))
        sitting.press([.character("m"), .right, .character(" "), .enter])
        #expect(underlined().isEmpty)
        #expect(sitting.screen.contains("masked: MASKED"))
    }

    @Test func `w withholds and s decides nothing`() {
        let sitting = Sitting()
        sitting.type("sw")
        #expect(sitting.verdicts == [.withheld])
        #expect(sitting.desk.done == 3 && sitting.desk.left == 3)
        #expect(sitting.desk.item?.answer.text == Self.texts[2])
    }

    @Test func `m moves between words and space masks and unmasks them`() {
        let sitting = Sitting()
        // Unmasks Arta; masks "works" and "in", which become one mask.
        sitting.press(
            [.character("m"), .character(" "), .right, .character(" "), .right, .character(" "), .enter])
        sitting.type("a")
        let masks = [Mask(start: 5, end: 13, word: "[MASKED]"), Mask(start: 14, end: 18, word: "[PLACE]")]
        #expect(sitting.verdicts == [.masked(masks)])
    }

    @Test func `the cursor stays within the words`() {
        let sitting = Sitting(["We need time."])
        sitting.press([.character("m"), .left])
        #expect(sitting.desk.mode == .words(cursor: 0))
        sitting.press([.end, .right, .right])
        #expect(sitting.desk.mode == .words(cursor: 2))
        sitting.press([.character(" ")])
        #expect(sitting.screen.contains("We need [MASKED: >time<]."))
        sitting.press([.home, .escape])
        sitting.type("a")
        #expect(sitting.verdicts == [.masked([Mask(start: 8, end: 12, word: "[MASKED]")])])
    }

    @Test func `e edits the masked wording and Enter approves it`() {
        let sitting = Sitting()
        sitting.type("e")
        guard case .editing(let editor) = sitting.desk.mode else { Issue.record("no editor"); return }
        #expect(editor.text == "[PERSON 1] works in [PLACE].")
        sitting.press(Array(repeating: .backspace, count: 12) + [.home, .delete, .character("A"), .right, .left])
        sitting.press([.end, .character("."), .enter])
        #expect(sitting.verdicts == [.edited("APERSON 1] works.")])
    }

    @Test func `a wording in which the machine finds something is asked about`() {
        let sitting = Sitting(["We need time.", "More."])
        sitting.type("e Arta")
        sitting.press([.enter])
        #expect(sitting.effects.isEmpty)
        #expect(sitting.screen.last?.contains("still mask something") == true)
        sitting.type("n")
        sitting.press([.enter])
        sitting.type("y")
        #expect(sitting.verdicts == [.edited("We need time. Arta")])
    }

    @Test func `an emptied wording is no approval and Esc leaves the editor`() {
        let sitting = Sitting(["No."])
        sitting.type("e")
        sitting.press([.backspace, .backspace, .backspace, .character(" "), .enter])
        #expect(sitting.effects.isEmpty)
        sitting.press([.escape])
        #expect(sitting.desk.mode == .reading)
        sitting.type("a")
        #expect(sitting.verdicts == [.masked([])])
    }

    @Test func `l adds a word that is in no list, once asked`() {
        let sitting = Sitting([Self.texts[2]])
        sitting.type("l")
        #expect(sitting.screen.last?.contains("\"zubrica\"") == true)
        #expect(sitting.type("n").isEmpty)
        #expect(sitting.type("ly") == [.addWord("zubrica")])
        sitting.press([.enter])
        sitting.type("a")
        #expect(sitting.verdicts == [.masked([])])
    }

    @Test func `a name of the lists is never added`() {
        let sitting = Sitting()
        sitting.type("l")
        #expect(sitting.desk.mode == .reading)
        sitting.type("mly")
        #expect(sitting.effects.isEmpty)
        #expect(sitting.desk.mode == .words(cursor: 0))
    }

    @Test func `the study's words are not masked`() {
        let sitting = Sitting([Self.texts[2]], safe: ["zubrica"])
        #expect(sitting.desk.draft?.masks == [])
    }

    @Test func `what the machine withholds is not approved by one key`() {
        let sitting = Sitting([Self.texts[3], "More."])
        sitting.type("a")
        #expect(sitting.effects.isEmpty)
        #expect(sitting.screen.last?.contains("another language") == true)
        // Words masked by hand are a person's judgement.
        sitting.type("m  ")
        sitting.press([.enter])
        sitting.type("a")
        #expect(sitting.verdicts == [.masked([])])
    }

    @Test func `t allows more attribution, for this answer only`() {
        let sitting = Sitting()
        sitting.type("tata")
        sitting.type("ttttwttta")
        let attributions = sitting.effects.compactMap {
            if case .note(let decision, _) = $0 { decision.attribution } else { nil }
        }
        #expect(attributions == [.role, .role, .none])
    }

    @Test func `b goes back and a new decision replaces the first`() {
        let sitting = Sitting()
        sitting.type("ab")
        #expect(sitting.screen.contains { $0.contains("decided: approved by Ana") })
        sitting.type("w")
        #expect(sitting.verdicts == [.masked(Self.masksOfFirst), .withheld])
        #expect(sitting.desk.done == 3)
        sitting.type("bb")
        #expect(sitting.desk.message == "This is the first answer.")
    }

    @Test func `another person's decision is shown and replaced`() {
        let earlier = Decision(.withheld, reviewer: "Ilir", decided: Self.start)
        let sitting = Sitting(decisions: [earlier])
        #expect(sitting.screen.contains { $0.contains("decided: withheld by Ilir") })
        sitting.type("a")
        #expect(sitting.verdicts == [.masked(Self.masksOfFirst)])
    }

    @Test func `behind the last answer only back and quit are left`() {
        let sitting = Sitting(["One.", "Two."])
        sitting.type("assaw")
        #expect(sitting.verdicts.count == 1)
        #expect(sitting.screen.contains("That was the last one; 1 were skipped."))
        #expect(sitting.type("bwq").last == .quit)
        #expect(sitting.screen.contains("Every answer is decided."))
    }

    @Test(arguments: [
        [Key.interrupt], [.character("q")], [.character("m"), .interrupt], [.character("e"), .interrupt],
    ])
    func `quitting decides nothing`(_ keys: [Key]) { #expect(Sitting().press(keys) == [.quit]) }

    @Test func `time is counted by answer, and a pause is not work`() {
        let sitting = Sitting()
        sitting.press([.character("t"), .character("s")], seconds: 10)
        sitting.press([.character("w")], seconds: 3600)
        sitting.press([.character("b"), .character("b")], seconds: 1)
        sitting.press([.character("w")], seconds: 5)
        let seconds = sitting.effects.compactMap {
            if case .note(let decision, _) = $0 { decision.seconds } else { nil }
        }
        #expect(seconds == [120, 25])
        #expect(sitting.desk.minutes == 3)
    }

    @Test func `a long answer is read to its end before it is approved`() {
        let sitting = Sitting([String(repeating: "We need more time. ", count: 120) + "Arta."])
        sitting.type("a")
        #expect(sitting.effects.isEmpty)
        #expect(sitting.screen.contains { $0.contains("more lines below") })
        sitting.press([.character("e"), .escape])
        sitting.type("a")
        #expect(sitting.effects.isEmpty)
        // A jump to the last word shows the end, but not what stands before it.
        sitting.press([.character("m"), .end, .escape])
        sitting.type("a")
        #expect(sitting.effects.isEmpty)
        sitting.press(Array(repeating: .pageUp, count: 3) + Array(repeating: .pageDown, count: 3))
        #expect(sitting.screen.contains { $0.contains("[PERSON 1: Arta]") })
        sitting.type("a")
        #expect(sitting.verdicts.count == 1)
    }

    @Test(arguments: [(80, 24), (60, 14), (200, 60), (61, 15)])
    func `every screen fits its terminal`(_ size: (Int, Int)) {
        let sitting = Sitting(
            Self.texts + [String(repeating: "Very long 漢字 words " + String(repeating: "x", count: 90), count: 40)])
        sitting.size = size
        for keys in ["", "m", "l", "", "s", "e", "", "t"] {
            sitting.press(keys.map { .character($0) } + (keys.isEmpty ? [.escape] : []))
            let screen = sitting.screen
            #expect(screen.count <= size.1)
            #expect(screen.allSatisfy { $0.unicodeScalars.reduce(0) { $0 + ShownText.width($1) } <= size.0 })
        }
        sitting.size = (20, 5)
        #expect(sitting.screen.count == 1)
    }

    @Test func `the answer stands on the screen with its masks named`() {
        let screen = Sitting().screen
        #expect(screen.contains("[PERSON 1: Arta] works in [PLACE: Fier]."))
        #expect(screen.contains("masked: PERSON, PLACE"))
        #expect(screen.contains("AL/upload.csv, row 5, column AB"))
        #expect(screen[0] == "weir review: done 2, left 4, 1 min · Ana")
    }
}

@Suite struct KeyDecoderTests {
    private static func keys(_ bytes: [UInt8]) -> [Key] {
        var decoder = KeyDecoder()
        return bytes.compactMap { decoder.take($0) } + [decoder.pause()].compactMap { $0 }
    }

    @Test(
        arguments: [
            ("a", [.character("a")]), ("\u{1B}[A\u{1B}[B", [.up, .down]), ("\u{1B}OC\u{1B}OD", [.right, .left]),
            ("\u{1B}[3~x", [.delete, .character("x")]), ("\u{1B}[5~\u{1B}[6~", [.pageUp, .pageDown]),
            ("\u{1B}[1;5C", [.right]), ("\u{1B}", [.escape]), ("\r\u{7F}\u{8}", [.enter, .backspace, .backspace]),
            ("\u{3}", [.interrupt]), ("ëđ漢😀", [.character("ë"), .character("đ"), .character("漢"), .character("😀")]),
            ("\u{202E}\u{85}\u{0}\u{1A}z", [.character("z")]), ("\u{1B}[200~q", [.character("q")]),
        ] as [(String, [Key])])
    func `bytes of a terminal are keys`(_ pair: (String, [Key])) { #expect(Self.keys(Array(pair.0.utf8)) == pair.1) }

    @Test func `broken bytes are no keys and lose none behind them`() {
        #expect(Self.keys([0xFF, 0xC3, 0x28, 0x61]) == [.character("a")])
        let digits = [UInt8](repeating: 0x31, count: 40)
        #expect(Self.keys([0x1B, 0x5B] + digits + [0x71]).last == .character("q"))
    }
}

@Suite struct ShownTextTests {
    @Test(arguments: [
        ("\u{1B}[2J", "<U+001B>[2J"), ("a\u{202E}b", "a<U+202E>b"), ("A\u{200B}na", "A<U+200B>na"),
        ("שלום", "<U+05E9><U+05DC><U+05D5><U+05DD>"), ("e\u{301}", "e\u{301}"), ("\u{9B}31m", "<U+009B>31m"),
        ("e\u{301}\u{302}\u{303}", "e\u{301}\u{302}<U+0303>"), ("\u{301}a", "<U+0301>a"),
        ("a\r\nb\tc", "a<U+000D>↵b<U+0009>c"),
        ("a\u{A0}b", "a b"), ("Đurić 😀", "Đurić 😀"), ("a\u{34F}b", "a<U+034F>b"), ("\u{E0041}", "<U+E0041>"),
    ])
    func `nothing in a text can take over the terminal`(_ pair: (String, String)) {
        #expect(ShownText.safe(pair.0) == pair.1)
    }

    @Test func `lines break at blanks and lose nothing`() {
        var glyphs = Glyphs()
        for scalar in "one two three fourteenletters x".unicodeScalars { glyphs.append(scalar) }
        let lines = glyphs.lines(columns: 9).map { $0.map(\.text).joined() }
        #expect(lines == ["one two ", "three ", "fourteenl", "etters x"])
        #expect(lines.joined() == "one two three fourteenletters x")
    }
}
