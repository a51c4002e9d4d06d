import WeirCore
import WeirMerge
import WeirState

/// What became of the respondents of an upload in the one that replaces it, in counts.
struct UploadComparison: Equatable {
    /// Respondents that are in the newer upload no more.
    private(set) var vanished = 0
    /// Respondents whose disposition or an answer is another one. Open answers are compared
    /// as they were scrubbed.
    private(set) var changed = 0

    /// Compares two parts in one pass over both.
    /// - Parameters:
    ///   - schema: nil when the parts were prepared under two definitions: codes of another definition are other codes
    ///     without anybody having changed an answer, so only who vanished can be told.
    ///   - withTexts: false when people decided on open answers between the two, which makes other texts of the same
    ///     answers. Whether an answer was given, and how long it is, is compared all the same.
    ///   - withdrawn: respondents whose wish it is to be in no upload; nobody asks where they are.
    /// - Throws: `PartReader.Damage`.
    init(
        from old: String, to new: String, in state: StateFolder, schema: Schema?, merged: Set<Disposition>,
        withTexts: Bool = true, withdrawn: Set<Pseudonym> = []
    ) throws {
        let reasons = withTexts ? [] : Set(schema?.places.compactMap { $0.text == nil ? nil : $0.code } ?? [])
        let earlier = try Respondents(old, state, schema, merged)
        let later = try Respondents(new, state, schema, merged)
        var candidate = try later.next()
        while let respondent = try earlier.next() {
            if withdrawn.contains(respondent.pseudonym) { continue }
            while let other = candidate, other.pseudonym < respondent.pseudonym { candidate = try later.next() }
            guard let other = candidate, other.pseudonym == respondent.pseudonym else {
                vanished += 1
                continue
            }
            if schema != nil, !respondent.agrees(with: other, withTexts: withTexts, ignoring: reasons) { changed += 1 }
        }
    }
}

/// A respondent of one upload: the row that counts.
private struct Respondent {
    let pseudonym: Pseudonym
    let disposition: Disposition
    /// The answers, when they are kept: a row of a batch.
    let answers: (storage: BatchStorage, row: Int)?

    func agrees(with other: Self, withTexts: Bool, ignoring reasons: Set<Int>) -> Bool {
        guard disposition == other.disposition else { return false }
        guard let answers, let others = other.answers else { return true }
        return Self.agree(answers.storage.codes, answers, others.storage.codes, others, ignoring: reasons)
            && Self.agree(answers.storage.numbers, answers, others.storage.numbers, others)
            && (!withTexts || Self.texts(answers) == Self.texts(others))
    }

    private static func texts(_ place: (storage: BatchStorage, row: Int)) -> [ArraySlice<UInt8>] {
        let storage = place.storage
        return stride(from: place.row, to: storage.texts.count, by: storage.rowCount).map {
            let text = storage.texts[$0]
            return storage.arena[Int(text.offset)..<Int(text.offset) + Int(text.length)]
        }
    }

    private static func agree<Value: Equatable>(
        _ values: [Value], _ place: (storage: BatchStorage, row: Int), _ others: [Value],
        _ otherPlace: (storage: BatchStorage, row: Int), ignoring columns: Set<Int> = []
    ) -> Bool {
        let (rows, otherRows) = (place.storage.rowCount, otherPlace.storage.rowCount)
        return (0..<values.count / rows).allSatisfy {
            columns.contains($0) || values[$0 * rows + place.row] == others[$0 * otherRows + otherPlace.row]
        }
    }
}

/// The respondents of one part, by pseudonym.
private final class Respondents {
    private let part: PartReader
    private let merge: PartMerge?
    private let merged: Set<Disposition>
    private var account: AccountEntry?
    private var batch: BatchStorage?
    private var row = 0

    init(_ address: String, _ state: StateFolder, _ schema: Schema?, _ merged: Set<Disposition>) throws {
        part = try PartReader(state.part(address))
        // A merge of this part alone: of each respondent's rows it gives the one that counts.
        merge = try schema.map {
            try PartMerge(parts: [PartReader(state.part(address))], schema: $0, merged: merged)
        }
        self.merged = merged
        account = try part.nextAccount()
    }

    func next() throws -> Respondent? {
        guard let first = account else { return nil }
        var counting = first
        while let entry = account, entry.pseudonym == first.pseudonym {
            // As in the merge: a row that is merged before one that is not, then the later one.
            if merged.contains(entry.disposition) || !merged.contains(counting.disposition) { counting = entry }
            account = try part.nextAccount()
        }
        let answers = merged.contains(counting.disposition) ? try nextAnswers() : nil
        return Respondent(pseudonym: first.pseudonym, disposition: counting.disposition, answers: answers)
    }

    private func nextAnswers() throws -> (storage: BatchStorage, row: Int)? {
        if batch.map({ row == $0.rowCount }) ?? true {
            batch = try merge?.next()?.storage
            row = 0
        }
        defer { row += 1 }
        return batch.map { ($0, row) }
    }
}
