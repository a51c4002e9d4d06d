import ArgumentParser

/// How the program ends. Scripts may rely on these numbers.
enum ExitStatus: Int32, CaseIterable {
    case done = 0
    case failed = 1
    case nothingPublished = 2
    case leftToDo = 3
    case studyWrong = 4
    case keysMissing = 5
    case notConsistent = 6
    case refused = 7
    case held = 8
    case nothingChanged = 9
    case usage = 64
    case alreadyRunning = 75

    /// What it means.
    var meaning: String {
        switch self {
        case .done: "done, nothing left to do"
        case .failed: "failed; the last line says why, and nothing was changed"
        case .nothingPublished: "no upload can be used, and nothing was published"
        case .leftToDo: "done, but something is left to do; the output counts it"
        case .studyWrong: "the study's definition has mistakes; no data were read"
        case .keysMissing: "there are no keys, or they cannot be used; no data were read"
        case .notConsistent: "the folder is not as it was sealed, or not as its records say"
        case .refused: "the file cannot be read as a table; the lines say why"
        case .held: "nothing was released; the lines say why, and what to do"
        case .nothingChanged: "nothing has changed since the last night; its data set stands"
        case .usage: "the command line is wrong"
        case .alreadyRunning: "another run works on this study"
        }
    }

    /// The code that ends a command.
    var code: ExitCode { ExitCode(rawValue) }

    static var discussion: String {
        "Exit statuses:\n" + allCases.map { "  \($0.rawValue)\t\($0.meaning)" }.joined(separator: "\n")
    }
}
