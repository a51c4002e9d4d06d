import WeirCore

extension CheckReport {
    /// The report as plain text: the verdict first.
    public var text: String {
        let sentences = CheckSentences(self)
        var lines = uploads.count == 1 ? [] : [sentences.verdict(todo), ""]
        for upload in uploads { lines += Self.lines(upload, sentences) + [""] }
        lines += [sentences.wording.text("unchanged")]
        if !sentences.wording.isReviewed { lines += [sentences.wording.text("machine")] }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ upload: CheckedUpload, _ sentences: CheckSentences) -> [String] {
        let head = [sentences.verdict(upload.todo.count), "\(upload.file) (\(upload.countryName))"]
        let counts = [sentences.rows(upload), sentences.columns(upload)].compactMap(\.self)
        return head + counts
            + list(upload.todo, "todo", sentences) { "[ ] \($0). " }
            + list(upload.notes, "notes", sentences) { _ in "- " }
            + (upload.verdict.map { ["", "\(sentences.label("verdict")): \($0)"] } ?? [])
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
            place.joined(separator: "; "), "\(sentences.label("expected")): \(item.expected)",
            "\(sentences.label("remedy")): \(item.remedy)",
        ]
        return ["\(mark)\(item.what) [\(item.code)]"] + below.filter { !$0.isEmpty }.map { "      \($0)" }
    }
}
