import WeirCore
import WeirKeys
import WeirRedact
import WeirState

/// What people decided until a night began: about open answers, and which words are the study's own.
struct ReviewInForce: Sendable {
    /// Nobody decided anything.
    static let none = ReviewInForce(decisions: Decisions(), words: [], key: StudyKeys.demonstration.answers)

    let words: StudyWords
    /// What whoever merges should know of the list of words; nil when all is well.
    private(set) var remark: String?
    private let decisions: Decisions
    private let listed: [String]
    private let key: AnswerKey

    init(decisions: Decisions, words: Set<String>, key: AnswerKey) {
        self.decisions = decisions
        self.words = StudyWords(words)
        self.key = key
        listed = words.sorted()
    }

    /// What a study's memory holds.
    /// - Throws: what SQLite and the file system say.
    init(_ ledger: Ledger, _ state: StateFolder, _ keys: StudyKeys) throws {
        let words = try SafeWords(state)
        try self.init(decisions: Decisions(ledger), words: words.words, key: keys.answers)
        remark = words.remark
    }

    /// Names what a country's parts are prepared from, without telling anything about it: a digest under the key, because
    /// the study's words can be guessed. Blank when nobody decided anything.
    func digest(of country: CountryCode) throws -> String {
        let statement = try decisions.statement(about: country)
        guard !statement.isEmpty || !listed.isEmpty else { return "" }
        // No variable has a blank name, so this is the name of no answer.
        return key.hash(
            variable: "", country: country, text: listed.map { $0 + "\0" }.joined() + "\0" + statement
        ).hexadecimal
    }

    /// The decisions about a country's answers; nil when there are none, so that no answer has to be named.
    func answers(of country: CountryCode, _ codebook: Codebook) -> (any AnswerReview)? {
        guard decisions.count > 0 else { return nil }
        return DecidedAnswers(
            decisions: decisions, key: key, country: country, variables: codebook.variables.map(\.name))
    }
}

/// Finds the decision about an answer by the answer's name in the ledger.
private struct DecidedAnswers: AnswerReview {
    let decisions: Decisions
    let key: AnswerKey
    let country: CountryCode
    let variables: [String]

    func verdict(on text: UnsafeBufferPointer<UInt8>, variable: Int) -> AnswerVerdict? {
        let hash = key.hash(variable: variables[variable], country: country, text: text)
        guard let decision = decisions.decision(for: hash) else { return nil }
        guard let wording = decision.wording(of: String(decoding: text, as: UTF8.self)) else { return .withheld }
        let bytes = Array(wording.utf8)
        if case .edited = decision.verdict { return .edited(bytes) }
        return .approved(bytes)
    }
}
