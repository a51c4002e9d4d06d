import Testing

@testable import WeirRedact

/// A text in which `‹` and `›` stand around what must be masked.
struct MarkedText {
    /// The text without the marks.
    let text: String
    /// What was marked, by bytes of the text.
    let marked: [Range<Int>]

    init(_ source: String) {
        var bytes: [UInt8] = []
        var marked: [Range<Int>] = []
        var start = 0
        for scalar in source.unicodeScalars {
            switch scalar {
            case "‹": start = bytes.count
            case "›": marked.append(start..<bytes.count)
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
        text = String(decoding: bytes, as: UTF8.self)
        self.marked = marked
    }

    /// Whether the answer is withheld because something in it stays doubtful.
    var isWithheld: Bool {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            if case .scrubbed = Scrubber().scrub(bytes) { return false }
            return true
        }
    }

    /// The text's mentions; an answer that is withheld has none.
    var mentions: [Mention] {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            guard case .scrubbed(let mentions) = Scrubber().scrub(bytes) else { return [] }
            return mentions
        }
    }

    /// The scrubbed text.
    var scrubbed: String {
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            var output: [UInt8] = []
            Masking.append(bytes, masking: mentions, to: &output)
            return String(decoding: output, as: UTF8.self)
        }
    }

    /// Places of the letters and digits of some stretches: signs and blanks around a mention do not matter.
    func signs(in stretches: [Range<Int>]) -> Set<Int> {
        var places: Set<Int> = []
        var at = 0
        for scalar in text.unicodeScalars {
            let isSign = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isSign, stretches.contains(where: { $0.contains(at) }) { places.insert(at) }
            at += String(scalar).utf8.count
        }
        return places
    }
}

/// What is marked is masked, all of it and nothing else, and for what it is; any kind will do when none is said.
func expectMasked(_ source: String, as kind: MentionKind?, at location: SourceLocation = #_sourceLocation) {
    let text = MarkedText(source)
    let mentions = text.mentions
    #expect(!text.marked.isEmpty, "nothing is marked", sourceLocation: location)
    #expect(
        text.signs(in: mentions.map(\.range)) == text.signs(in: text.marked), "\(text.scrubbed)",
        sourceLocation: location)
    if let kind {
        #expect(mentions.allSatisfy { $0.kind == kind }, "\(text.scrubbed)", sourceLocation: location)
    }
}

/// The text comes back as it was.
func expectUntouched(_ source: String, at location: SourceLocation = #_sourceLocation) {
    let text = MarkedText(source)
    #expect(text.scrubbed == source, sourceLocation: location)
    #expect(!text.isWithheld, sourceLocation: location)
}
