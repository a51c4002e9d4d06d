public import WeirCore
import WeirFormats
import WeirIngest

/// Drafts a study from a file: a questionnaire, or an export.
public struct StudyImport {
    /// What the file is taken for.
    public let words: String
    /// The draft.
    public let draft: StudyDraft

    /// Drafts from a file.
    /// - Parameters:
    ///   - rows: how many rows of an export must share an answer before it is proposed as an option.
    ///   - language: the language of the questions of an export, when somebody says so.
    /// - Throws: a `Diagnostic`, or `Diagnostics`, that says why nothing can be drafted.
    public init(path: String, rows: Int, language: String? = nil, encoding: TextEncoding? = nil) throws {
        if let form = FormDraft(path: path) {
            words = "an XLSForm"
            draft = try form.drafted()
            return
        }
        let look = try ExportLook(path: path, encoding: encoding)
        let labels = try ValueLabels(path: path, name: path)
        words = look.layout.words + (labels.isEmpty ? "" : " with labelled values")
        draft = try ExportDraft(
            look: look, labels: labels, shared: SharedAnswers(rows: rows),
            language: language ?? Self.language(of: look)
        ).drafted()
    }

    private static func language(of look: ExportLook) -> String {
        let tags = ["Albanian": "sq", "Bosnian": "bs", "Romanian": "ro", "Spanish": "es"]
        return look.languages.compactMap { tags[$0] }.first ?? "en"
    }
}
