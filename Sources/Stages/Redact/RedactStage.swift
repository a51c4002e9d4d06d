public import WeirCore

/// Open answers lose what identifies. For now nothing of them is known to be safe, so all of them are withheld: what
/// goes on is that there was one, and its length class.
public struct RedactStage: Stage {
    /// A cell with open text, and where its traces stand.
    private struct OpenAnswer {
        var slot: Int
        var missing: Int
        var length: Int
    }

    private let answers: [OpenAnswer]

    public var name: String { "redact" }

    /// A stage for one country's uploads.
    public init(schema: Schema, crosswalk: Crosswalk) {
        answers = crosswalk.passing.enumerated().compactMap { slot, column in
            guard column.operation == .translation else { return nil }
            let places = schema.places[column.variable]
            guard let missing = places.code, let length = places.length else { return nil }
            return OpenAnswer(slot: slot, missing: missing, length: length)
        }
    }

    public func process(_ batch: Batch<Raw>) throws -> (Batch<Redacted>, RedactSummary) {
        let storage = batch.storage
        var summary = RedactSummary()
        for answer in answers {
            for row in 0..<storage.rowCount { withhold(answer, row, storage, &summary) }
        }
        return (batch.advanced(), summary)
    }

    private func withhold(_ answer: OpenAnswer, _ row: Int, _ storage: BatchStorage, _ summary: inout RedactSummary) {
        let place = row * storage.cellColumns + answer.slot
        let cell = storage.cells[place]
        guard cell != .blank, let length = lengthClass(of: cell, in: storage.bytes) else { return }
        storage.codes[answer.missing * storage.rowCount + row] = MissingReason.withheld.rawValue
        storage.codes[answer.length * storage.rowCount + row] = length.rawValue
        storage.cells[place] = .blank
        if length == .untranslated { summary.untranslated += 1 } else { summary.withheld += 1 }
    }

    /// Nil for a cell with nothing but white space.
    private func lengthClass(of cell: Cell, in bytes: [UInt8]) -> LengthClass? {
        guard cell.hasText else { return cell == .untranslated ? .untranslated : nil }
        var text = bytes[Int(cell.offset)..<Int(cell.offset + cell.length)]
        while let first = text.first, Self.isBlank(first) { text.removeFirst() }
        while let last = text.last, Self.isBlank(last) { text.removeLast() }
        // Every byte but a continuation starts a character.
        let characters = text.count { $0 & 0xC0 != 0x80 }
        return characters == 0 ? nil : LengthClass(characters: characters)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }
}

/// What Redact learns from an upload.
public struct RedactSummary: Summary {
    /// Open answers withheld.
    public var withheld = 0
    /// Open answers held because there is no English text yet.
    public var untranslated = 0

    public init() {}

    public mutating func merge(_ later: Self) {
        withheld += later.withheld
        untranslated += later.untranslated
    }
}
