public import WeirCore

/// Open answers lose what identifies. What is left of them goes on beside their length class; an answer that stays
/// doubtful, or is not yet in English, is withheld. No original ever comes here.
public struct RedactStage: Stage {
    /// A cell with open text, and where its traces stand. A class, because every row goes through all of them.
    private final class OpenAnswer: Sendable {
        let slot, column, variable: Int
        let missing, length, text: Int
        let allowed: AllowedWords

        init(
            slot: Int, column: Int, variable: Int, missing: Int, length: Int, text: Int, allowed: AllowedWords
        ) {
            (self.slot, self.column, self.variable) = (slot, column, variable)
            (self.missing, self.length, self.text) = (missing, length, text)
            self.allowed = allowed
        }
    }

    private let answers: [OpenAnswer]
    private let review: (any AnswerReview)?
    private let scrubbing: AnswerScrubbing
    private let scrubbers = ScrubberPool()

    public var name: String { "redact" }

    /// The words for the kinds and reasons of mentions in a batch.
    public static let words = MentionWords(
        kinds: MentionKind.allCases.map(\.rawValue), reasons: MentionReason.allCases.map(\.rawValue))
    private static let kinds = numbers(of: MentionKind.allCases)
    private static let reasons = numbers(of: MentionReason.allCases)

    private static func numbers<Word: Hashable>(of words: [Word]) -> [Word: UInt8] {
        Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, UInt8($0)) })
    }

    /// A stage for one country's uploads.
    /// - Parameters:
    ///   - slotColumns: the upload's column of each cell, for the places of mentions.
    ///   - policy: what is done with mentions.
    ///   - scenarioNames: for a variable, the names that its question brings up in this country.
    ///   - countries: the names of countries by their letters.
    ///   - studyWords: words that pass in every answer, though no list has them.
    ///   - review: what people decided; it goes before the policy.
    public init(
        schema: Schema, crosswalk: Crosswalk, slotColumns: [Int], policy: RedactionPolicy,
        scenarioNames: [Int: [String]] = [:], countries: [String: String] = [:], studyWords: StudyWords = .none,
        review: (any AnswerReview)? = nil
    ) {
        self.review = review
        scrubbing = AnswerScrubbing(policy, countries: countries, studyWords: studyWords)
        answers = crosswalk.passing.enumerated().compactMap { slot, column in
            guard column.operation == .translation else { return nil }
            let places = schema.places[column.variable]
            guard let missing = places.code, let length = places.length, let text = places.text else { return nil }
            return OpenAnswer(
                slot: slot, column: slotColumns[slot], variable: column.variable, missing: missing, length: length,
                text: text, allowed: AllowedWords(scenarioNames[column.variable] ?? []))
        }
    }

    public func process(_ batch: Batch<Raw>) throws -> (Batch<Redacted>, RedactSummary) {
        let storage = batch.storage
        var summary = RedactSummary()
        // Who withholds everything needs no lists and no patterns.
        if scrubbing.policy.scrubs {
            scrubbers.with { redact(storage, $0, &summary) }
        } else {
            redact(storage, nil, &summary)
        }
        return (batch.advanced(), summary)
    }

    private func redact(_ storage: BatchStorage, _ scrubber: Scrubber?, _ summary: inout RedactSummary) {
        for (answer, row) in given(storage) { redact(answers[answer], row, storage, scrubber, &summary) }
    }

    /// Where something stands: most cells are blank, and seen to be without a look at what is asked there.
    private func given(_ storage: BatchStorage) -> [(answer: Int, row: Int)] {
        let slots = answers.map(\.slot)
        var given: [(answer: Int, row: Int)] = []
        storage.cells.withUnsafeBufferPointer { cells in
            for row in 0..<storage.rowCount {
                let first = row * storage.cellColumns
                for (answer, slot) in slots.enumerated() where cells[first + slot] != .blank {
                    given.append((answer, row))
                }
            }
        }
        return given
    }

    private func redact(
        _ answer: OpenAnswer, _ row: Int, _ storage: BatchStorage, _ scrubber: Scrubber?, _ summary: inout RedactSummary
    ) {
        let place = row * storage.cellColumns + answer.slot
        let cell = storage.cells[place]
        guard let length = lengthClass(of: cell, in: storage.bytes) else { return }
        storage.cells[place] = .blank
        storage.codes[answer.length * storage.rowCount + row] = length.rawValue
        if let verdict = verdict(on: cell, answer, storage) {
            summary.decided[answer.variable, default: ReviewCounts()].count(verdict)
            return follow(verdict, answer, row, storage)
        }
        if length != .untranslated, let scrubber, scrub(cell, answer, row, storage, scrubber) {
            summary.scrubbed += 1
            return
        }
        storage.codes[answer.missing * storage.rowCount + row] = MissingReason.withheld.rawValue
        if length == .untranslated { summary.untranslated += 1 } else { summary.withheld += 1 }
    }

    private func verdict(on cell: Cell, _ answer: OpenAnswer, _ storage: BatchStorage) -> AnswerVerdict? {
        guard let review, cell.hasText else { return nil }
        return storage.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset + cell.length)])
            return review.verdict(on: text, variable: answer.variable)
        }
    }

    /// Nobody scrubs what a person decided.
    private func follow(_ verdict: AnswerVerdict, _ answer: OpenAnswer, _ row: Int, _ storage: BatchStorage) {
        switch verdict {
        case .withheld: storage.codes[answer.missing * storage.rowCount + row] = MissingReason.withheld.rawValue
        case .approved(let wording), .edited(let wording):
            let start = storage.arena.count
            storage.arena += wording
            storage.texts[answer.text * storage.rowCount + row] = Cell(
                offset: UInt32(start), length: UInt32(wording.count))
        }
    }

    /// - Returns: false when the answer has to be withheld.
    private func scrub(
        _ cell: Cell, _ answer: OpenAnswer, _ row: Int, _ storage: BatchStorage, _ scrubber: Scrubber
    ) -> Bool {
        storage.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset + cell.length)])
            guard let mentions = scrubbing.scrub(text, scrubber, allowing: answer.allowed).mentions else {
                return false
            }
            note(mentions, in: text, answer, row, storage)
            if scrubbing.withholds(mentions) { return false }
            let start = storage.arena.count
            scrubbing.append(text, mentions, to: &storage.arena)
            storage.texts[answer.text * storage.rowCount + row] = Cell(
                offset: UInt32(start), length: UInt32(storage.arena.count - start))
            return true
        }
    }

    /// Notes where mentions stand, in code points of the cell's text.
    private func note(
        _ mentions: [Mention], in text: UnsafeBufferPointer<UInt8>, _ answer: OpenAnswer, _ row: Int,
        _ storage: BatchStorage
    ) {
        var points = 0
        var at = 0
        func count(to place: Int) -> Int {
            points += text[at..<place].count { $0 & 0xC0 != 0x80 }
            at = place
            return points
        }
        for mention in mentions {
            let start = count(to: mention.range.lowerBound)
            storage.mentions.append(
                MentionPlace(
                    row: row, variable: answer.variable, column: answer.column,
                    range: start..<count(to: mention.range.upperBound), kind: Self.kinds[mention.kind] ?? 0,
                    reason: Self.reasons[mention.reason] ?? 0))
        }
    }

    /// Nil for a cell with nothing but white space.
    private func lengthClass(of cell: Cell, in bytes: [UInt8]) -> LengthClass? {
        guard cell.hasText else { return cell == .untranslated ? .untranslated : nil }
        let characters = bytes.withUnsafeBufferPointer { bytes in
            var (start, end) = (Int(cell.offset), Int(cell.offset + cell.length))
            while start < end, Self.isBlank(bytes[start]) { start += 1 }
            while start < end, Self.isBlank(bytes[end - 1]) { end -= 1 }
            // Every byte but a continuation starts a character.
            return bytes[start..<end].reduce(0) { $0 + ($1 & 0xC0 != 0x80 ? 1 : 0) }
        }
        return characters == 0 ? nil : LengthClass(characters: characters)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}

/// What Redact learns from an upload.
public struct RedactSummary: Summary {
    /// Open answers scrubbed by machine.
    public var scrubbed = 0
    /// Open answers withheld by machine.
    public var withheld = 0
    /// Open answers held because there is no English text yet.
    public var untranslated = 0
    /// Open answers that a person decided on, by their variable's place in the codebook.
    public var decided: [Int: ReviewCounts] = [:]

    public init() {}

    public mutating func merge(_ later: Self) {
        scrubbed += later.scrubbed
        withheld += later.withheld
        untranslated += later.untranslated
        decided.merge(later.decided, uniquingKeysWith: +)
    }
}
