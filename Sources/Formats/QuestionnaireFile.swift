import WeirCore

/// Questionnaires that platforms save in a format of their own, told by their first bytes.
enum QuestionnaireFile {
    private static let known: [(opening: String, word: String, name: String)] = [
        ("<?xml", "LimeSurveyDocType", "a LimeSurvey survey, .lss"), ("<?xml", "<ODM", "a REDCap project, .xml"),
        ("<?xml", "http://www.w3.org/2002/xforms", "an XForm, .xml"),
        ("{", "\"SurveyEntry\"", "a Qualtrics survey, .qsf"),
    ]

    static func refuse(_ head: [UInt8], name: String) throws {
        let start = Array(head.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF || $0 <= 32 }.prefix(4096))
        for form in known where start.starts(with: form.opening.utf8) {
            guard !start.ranges(of: Array(form.word.utf8)).isEmpty else { continue }
            throw Diagnostic(.fileQuestionnaire, at: Place(file: name), label: form.name)
        }
    }
}
