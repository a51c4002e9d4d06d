import WeirRedact

/// A scrubbed line, and below it in plain words what was found where, and which words stay though they could identify.
/// Nothing of the original is told but what the scrubbed line shows too.
struct LineExplanation {
    private let rules: LineRules

    init(_ rules: LineRules) { self.rules = rules }

    func text(_ number: Int, _ line: UnsafeBufferPointer<UInt8>, _ outcome: Scrubber.Outcome) -> String {
        let points = CodePoints(line)
        switch outcome {
        case .withheld(let doubt):
            return paragraph(number, Masking.withheld, ["withheld: \(Self.words(doubt))"])
        case .scrubbed(let mentions):
            let found = mentions.map { "\(points[$0.range])  \($0.kind.words): \($0.reason.words); \(fate($0, line))" }
            if rules.scrubbing.withholds(mentions) {
                return paragraph(number, Masking.withheld, found + ["withheld: the study's policy says so"])
            }
            var scrubbed: [UInt8] = []
            rules.scrubbing.append(line, mentions, to: &scrubbed)
            let left = rules.scrubbing.standingWords(in: line, beside: mentions, allowing: rules.names).map {
                "\(points[$0.range])  stays: \"\(Self.shown(line[$0.range]))\", \($0.reason.words)"
            }
            return paragraph(number, scrubbed, found + left)
        }
    }

    private func paragraph(_ number: Int, _ text: [UInt8], _ lines: [String]) -> String {
        (["\(number): \(Self.shown(text))"] + (lines.isEmpty ? ["nothing was found"] : lines).map { "    " + $0 })
            .map { $0 + "\n" }.joined()
    }

    private func fate(_ mention: Mention, _ line: UnsafeBufferPointer<UInt8>) -> String {
        if rules.scrubbing.policy[mention.kind] == .withhold { return "the study withholds answers with it" }
        return rules.scrubbing.mask(mention, in: line).map { "replaced by \($0)" }
            ?? "stays, as the study's policy says"
    }

    /// Explanations are read on terminals, so a text cannot give them orders.
    private static func shown(_ bytes: some Collection<UInt8>) -> String {
        ShownText.safe(String(decoding: bytes, as: UTF8.self))
    }

    private static func words(_ doubt: Scrubber.Doubt) -> String {
        switch doubt {
        case .encoding: "its bytes are no UTF-8 text, or letters of it are lost"
        case .context: "a word in it may be part of a mention or not, and its neighbours leave it open"
        }
    }
}

/// Places of a line in code points, from 0, the end not counted in: `8-13`.
private struct CodePoints {
    private let line: UnsafeBufferPointer<UInt8>

    init(_ line: UnsafeBufferPointer<UInt8>) { self.line = line }

    subscript(range: Range<Int>) -> String { "\(count(to: range.lowerBound))-\(count(to: range.upperBound))" }

    private func count(to place: Int) -> Int { line[..<place].count { $0 & 0xC0 != 0x80 } }
}

extension MentionKind {
    /// What it is, within a sentence.
    var words: String {
        switch self {
        case .url: "web address"
        case .nationalNumber: "national id number"
        case .caseNumber: "case number"
        case .bankNumber: "account number"
        case .plate: "number plate"
        case .ip: "IP address"
        case .email: "e-mail address"
        case .organisation: "organisation"
        default: rawValue
        }
    }
}

extension MentionReason {
    /// Why it was taken for one, within a sentence.
    var words: String {
        switch self {
        case .shape: "it is written like one"
        case .checkDigit: "it is written like one, and its check digit agrees"
        case .cue: "a word beside it says so"
        case .listed: "it stands in a list of names or places"
        case .unlisted: "no list knows it, so it may be a name"
        case .beside: "it stands beside a name"
        case .context: "the words around it say so"
        }
    }
}

extension StandingWord.Reason {
    fileprivate var words: String {
        switch self {
        case .scenario: "a name of the question's own scenario"
        case .study: "a word of the study's own list"
        case .known: "a country, a public body or the like"
        case .alsoWord: "a name that is also a word, and was taken for the word"
        case .abbreviation: "no list knows it, but it is written like an abbreviation"
        case .number: "a number that points to nobody"
        }
    }
}
