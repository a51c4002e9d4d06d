import WeirCore

/// The English wording of every finding.
enum Messages {
    /// A finding's words. What partners and analysts are told alike stands in the catalogue of partners' reports alone.
    static func message(for finding: Diagnostic) -> Message {
        if finding.code == .studyContradiction { return contradiction(finding) }
        guard sharedWithPartners.contains(finding.code) else {
            return message(for: finding.code).filled(with: finding.label)
        }
        let words = Wording.english.message(finding.code, label: finding.label, count: String(finding.count))
        return Message(inner(words.what), expected: inner(words.expected), remedy: inner(words.remedy))
    }

    /// A sentence of the catalogue inside another one.
    private static func inner(_ sentence: String) -> String {
        let start = sentence.prefix(1).lowercased() + sentence.dropFirst()
        return start.hasSuffix(".") ? String(start.dropLast()) : start
    }

    private static let sharedWithPartners: Set<DiagnosticCode> = [
        .columnRenamed, .rowsAboveHeader, .columnsReordered, .headerDrift, .questionChanged, .optionsChanged,
        .columnIdentifies,
        .idRepeated, .translationRepeats,
        .answerDrift, .requiredBlank, .followUpBlank, .identifierMisplaced, .endBeforeStart, .answerIdentifies,
        .originalIdentifies, .cellIdentifies, .statusContradicted, .answersRepeated, .speeders, .straightLining,
        .nonResponse,
        .otherShare, .breakOffs,
    ]

    private static func message(for code: DiagnosticCode) -> Message {
        if [.rowTooLong, .rowTooShort, .rowTrimmed].contains(code) { return answer(code) }
        return switch code.rawValue.prefix(while: { $0 != "." }) {
        case "study": study(code)
        case "header", "upload", "id", "part": header(code)
        case "answer", "row": answer(code)
        case "zip", "workbook": container(code)
        default: file(code)
        }
    }
}
