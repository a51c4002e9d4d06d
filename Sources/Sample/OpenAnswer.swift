/// An open answer as it is written into an upload.
struct OpenAnswer {
    enum Translation {
        case done
        /// The cell of the translation is blank.
        case missing
        /// The cell of the translation repeats the original.
        case echo
    }

    /// An identifier written into the answer on purpose.
    struct Plant {
        var kind: String
        var value: String
    }

    var english: [UInt8]
    var original: [UInt8]
    var plants: [Plant] = []
    var translation = Translation.done

    /// What stands in the translation's cell.
    var translationCell: [UInt8] {
        switch translation {
        case .done: english
        case .missing: []
        case .echo: original
        }
    }

    /// The number of Unicode scalars of the English text; its first and last characters are not blank.
    var englishLength: Int { english.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
    var originalLength: Int { original.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) } }
}

/// An answer with slots such as `{NAME}` for identifiers.
struct AnswerTemplate {
    enum Segment: Equatable {
        case text([UInt8])
        case slot(String)
    }

    let english: [Segment]
    let original: [Segment]
    /// The names of the slots, each once.
    let slots: [String]

    init(english: String, original: String) {
        self.english = Self.segments(english)
        self.original = Self.segments(original)
        slots = (self.english + self.original).reduce(into: []) { slots, segment in
            if case .slot(let name) = segment, !slots.contains(name) { slots.append(name) }
        }
    }

    /// Cuts a text at its slots: capital letters and digits between braces.
    private static func segments(_ text: String) -> [Segment] {
        var segments: [Segment] = []
        var rest = text.trimming(" \n\t\r")
        while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
            let name = rest[rest.index(after: open)..<close]
            segments.append(.text(Array(rest[..<open].utf8)))
            segments.append(isSlot(name) ? .slot(String(name)) : .text(Array(rest[open...close].utf8)))
            rest = rest[rest.index(after: close)...]
        }
        segments.append(.text(Array(rest.utf8)))
        return segments
    }

    private static func isSlot(_ name: Substring) -> Bool {
        !name.isEmpty && name.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) }
    }

    /// The answer with an identifier in each slot; a slot without one is left out.
    func filled(_ values: [String: OpenAnswer.Plant]) -> OpenAnswer {
        OpenAnswer(
            english: Self.join(english, values), original: Self.join(original, values),
            plants: slots.compactMap { values[$0] })
    }

    private static func join(_ segments: [Segment], _ values: [String: OpenAnswer.Plant]) -> [UInt8] {
        segments.reduce(into: []) { bytes, segment in
            switch segment {
            case .text(let text): bytes.append(contentsOf: text)
            case .slot(let name): bytes.append(contentsOf: Array((values[name]?.value ?? "").utf8))
            }
        }
    }
}
