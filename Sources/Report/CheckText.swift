import WeirCore

extension CheckReport {
    /// The report as plain text: the verdict first.
    public var text: String {
        let sentences = CheckSentences(self)
        var lines = [sentences.verdict, sentences.wording.text("unchanged"), ""]
        for upload in uploads { lines += Self.lines(upload, sentences, isAlone: uploads.count == 1) + [""] }
        let state = Self.list(general, "state", sentences) { _ in "- " }
        if !state.isEmpty { lines += state.dropFirst() + [""] }
        if !sentences.wording.isReviewed { lines += [sentences.wording.text("machine")] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ upload: CheckedUpload, _ sentences: CheckSentences, isAlone: Bool) -> [String] {
        let name = "\(upload.file) (\(sentences.country(upload)))"
        let head = isAlone ? [name] : [name, sentences.verdict(upload.todo.count)]
        return head + sentences.counts(upload)
            + list(upload.todo, "todo", sentences) { "[ ] \($0). " }
            + list(upload.stateItems, "state", sentences) { _ in "- " }
            + list(upload.notes, "notes", sentences) { _ in "- " }
            + quality(upload, sentences)
            + giveaways(upload, sentences)
            + (upload.verdict.map { ["", "\(sentences.label("verdict")): \($0)"] } ?? [])
    }

    private static func giveaways(_ upload: CheckedUpload, _ sentences: CheckSentences) -> [String] {
        let giveaways = sentences.giveaways(upload)
        guard !giveaways.isEmpty else { return [] }
        return ["", sentences.label("giveaways")]
            + giveaways.flatMap { giveaway in
                ["- \(giveaway.what). \(giveaway.remedy) [\(giveaway.code)]"]
                    + giveaway.columns.map { column in
                        let kinds = column.kinds.map { "\($0.kind) (\($0.rows))" }.joined(separator: "; ")
                        return "      \(sentences.place(column.letters, column.header)): \(kinds)"
                    }
            }
    }

    private static func quality(_ upload: CheckedUpload, _ sentences: CheckSentences) -> [String] {
        let measures = sentences.measures(upload)
        guard !measures.isEmpty || !upload.qualityNotes.isEmpty else { return [] }
        let lines = measures.map { measure in
            let name = measure.name.isEmpty ? sentences.place(measure.column, measure.header) : measure.name
            return "- \(name): \(measure.value)"
        }
        return ["", sentences.label("quality")] + lines
            + upload.qualityNotes.flatMap { Self.lines(sentences.item($0), sentences, "- ") }
    }

    private static func list(
        _ items: [CheckedUpload.Item], _ title: String, _ sentences: CheckSentences, mark: (Int) -> String
    ) -> [String] {
        guard !items.isEmpty else { return [] }
        let lines = items.enumerated().flatMap { index, item in
            Self.lines(sentences.item(item), sentences, mark(index + 1))
        }
        return ["", sentences.label(title)] + lines
    }

    private static func lines(_ item: CheckSentences.Item, _ sentences: CheckSentences, _ mark: String) -> [String] {
        let place = [sentences.place(item), item.rows].filter { !$0.isEmpty }
        let below = [
            place.joined(separator: "; "), "\(sentences.label("expected")): \(item.expected)", item.nearest,
            "\(sentences.label("remedy")): \(item.remedy)",
        ]
        return ["\(mark)\(item.what) [\(item.code)]"] + below.filter { !$0.isEmpty }.map { "      \($0)" }
    }
}
