import WeirCore

/// One interview, apart from its answers.
struct Interview {
    /// The country's place in the study.
    var country: Int
    var disposition: Disposition
    /// The variable at which it ended early.
    var endedAt: Int?
    /// Who the respondent is on the platform.
    var source: UInt64 = 0
    var collector = 0
    /// When it was submitted, in seconds since the start of 1970.
    var moment: Int64 = 0
    /// What invented direct identifiers are made from.
    var seed: UInt64 = 0
    /// Of an earlier version of another interview: that interview's row.
    var supersededBy: Int?
}

/// The interviews of one block and their answers, row by row.
struct Population {
    private(set) var interviews: [Interview] = []
    /// `answers[row * width + variable]`.
    private(set) var answers: [Int64] = []
    let width: Int
    /// The open answers given.
    var texts: [OpenAnswer] = []

    init(width: Int) { self.width = width }

    var count: Int { interviews.count }

    subscript(_ row: Int) -> Interview {
        get { interviews[row] }
        set { interviews[row] = newValue }
    }

    subscript(_ row: Int, _ variable: Int) -> Int64 {
        get { answers[row * width + variable] }
        set { answers[row * width + variable] = newValue }
    }

    /// All answers of one interview.
    func answers(of row: Int) -> ArraySlice<Int64> { answers[row * width..<(row + 1) * width] }

    /// Adds an interview without answers.
    mutating func append(_ interview: Interview) {
        interviews.append(interview)
        answers.append(contentsOf: repeatElement(Questionnaire.blank, count: width))
    }

    /// Adds an interview with another one's answers.
    mutating func append(_ interview: Interview, answersOf row: Int) {
        let copied = Array(answers(of: row))
        interviews.append(interview)
        answers.append(contentsOf: copied)
    }

    /// Takes the answers back from a variable on.
    mutating func blank(_ row: Int, from variable: Int) {
        for index in variable..<width { self[row, index] = Questionnaire.blank }
    }
}
