import WeirCore

/// What is said of a study's definition.
extension Messages {
    /// What does not fit; behind the last semicolon stands what would make it right, where that is known.
    static func contradiction(_ finding: Diagnostic) -> Message {
        var message = study(finding.code)
        var label = finding.label
        if let mark = label.ranges(of: "; ").last {
            message.remedy = String(label[mark.upperBound...])
            label = String(label[..<mark.lowerBound])
        }
        if finding.place.file.hasPrefix("release/") {
            message.expected = "profiles and hierarchies that fit one another and the codebook"
        }
        return message.filled(with: label)
    }

    static func study(_ code: DiagnosticCode) -> Message {
        switch code {
        case .studyMissing:
            Message("this file of the study is missing", expected: "the file", remedy: "add it")
        case .studySyntax:
            Message("the file cannot be read", expected: "%", remedy: "correct the line")
        case .studyColumn:
            Message("the column \"%\" is missing", expected: "the column", remedy: "add it to the header row")
        case .studyUnknownColumn:
            Message(
                "nothing reads the column \"%\"",
                expected: "the table's own columns, and wording such as label::Shqip (sq)",
                remedy: "correct the header, or take the column out")
        case .studyField:
            Message("this is not one of the words allowed here", expected: "%", remedy: "correct the word")
        case .studyKey:
            Message("nothing reads this setting", expected: "%", remedy: "correct its name, or take it out")
        case .studyShape:
            Message("this is not written as it has to be", expected: "%", remedy: "write it so")
        case .studyBlank:
            Message("something is missing here", expected: "%", remedy: "fill it in")
        case .studyNumber:
            Message("this is no number that can stand here", expected: "%", remedy: "correct the number")
        case .studyName:
            Message("this cannot be a name", expected: "%", remedy: "rename it")
        case .studyDuplicate:
            Message("\"%\" stands twice", expected: "it once", remedy: "remove or rename one")
        case .studyUnknownVariable:
            Message(
                "no variable is called \"%\"", expected: "a name of variables.csv, asked earlier",
                remedy: "correct the name")
        case .studyLaterVariable:
            Message(
                "\"%\" is not asked before this question", expected: "a name of variables.csv, asked earlier",
                remedy: "move the question it depends on further up, or correct the name")
        case .studyUnknownCategory:
            Message("no category is called so: %", expected: "a name of categories.csv", remedy: "correct the name")
        case .studyUnknownList:
            Message(
                "no list of categories is called \"%\"", expected: "a list_name of categories.csv",
                remedy: "correct the name, or add the list")
        case .studyUncovered:
            Message(
                "no answer of the crosswalk leads to %", expected: "every category of the country's questionnaire",
                remedy: "add a line to the crosswalk")
        case .studyUniverse:
            Message(
                "the expression cannot be read at %", expected: "such as ${org_type} = 'other' and ${share} > 0",
                remedy: "correct it")
        case .studyContradiction:
            Message(
                "two things contradict each other: %", expected: "an operation, universe or key that fits the variable",
                remedy: "correct one of the two")
        case .studyIdentifier:
            Message(
                "the column \"%\" identifies people and cannot hold answers",
                expected: "id, collector, submitted or flag for such a column",
                remedy: "take the line out; if it is a question, have its column renamed")
        case .studyTerm:
            Message(
                "outdated or stigmatising wording: %", expected: "today's terminology",
                remedy: "fill in the preferred wording")
        case .studyProposed:
            Message(
                "lines that a draft proposed and nobody has confirmed: %", expected: "lines that somebody looked at",
                remedy: "compare them with the questionnaire, and take 'proposed' away from each that is right")
        case .studyUnsorted:
            Message(
                "the lines are not in order", expected: "lines sorted by their text",
                remedy: "sort the lines, so that changes stay small")
        default:
            Message("no wording in this language: %", expected: "the wording as fielded", remedy: "fill in the label")
        }
    }
}
