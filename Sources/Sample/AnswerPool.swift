import Foundation
import WeirCore
import WeirStudy

/// The answers of `sample/answers.csv` by language and topic, which topic each open question is about, and the
/// identifiers of `sample/plants.csv`.
struct AnswerPool {
    /// A topic of a language.
    struct Shelf: Hashable {
        var language: String
        var topic: String
    }

    /// Where identifiers come from.
    struct Slot: Hashable {
        var country: String
        var slot: String
    }

    private(set) var templates: [Shelf: [AnswerTemplate]] = [:]
    private(set) var plants: [Slot: [OpenAnswer.Plant]] = [:]
    /// By the variable's place; nil for a question without a topic.
    let topics: [String?]

    init(questionnaire: Questionnaire, folder: URL) throws {
        let patterns = try SampleTable("topics.csv", in: folder, columns: ["topic", "variable"])?.rows ?? []
        topics = questionnaire.questions.map { question in
            patterns.first { Self.matches(question.name, $0["variable"]) }.map { $0["topic"] }
        }
        try readAnswers(folder)
        try readPlants(folder)
    }

    private mutating func readAnswers(_ folder: URL) throws {
        let columns = ["language", "topic", "english", "original"]
        for row in try SampleTable("answers.csv", in: folder, columns: columns)?.rows ?? [] {
            let shelf = Shelf(language: row["language"], topic: row["topic"])
            templates[shelf, default: []].append(AnswerTemplate(english: row["english"], original: row["original"]))
        }
    }

    private mutating func readPlants(_ folder: URL) throws {
        let columns = ["country", "kind", "slot", "value"]
        for row in try SampleTable("plants.csv", in: folder, columns: columns)?.rows ?? [] {
            let slot = Slot(country: row["country"], slot: row["slot"])
            let plant = OpenAnswer.Plant(kind: row["kind"], value: String(row["value"].trimming(" \n\t\r")))
            plants[slot, default: []].append(plant)
        }
    }

    /// `scn_*_steps` stands for all names that begin and end like this.
    private static func matches(_ name: String, _ pattern: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return name == pattern }
        let end = pattern[pattern.index(after: star)...]
        return name.utf8.count >= pattern.utf8.count - 1 && name.hasPrefix(pattern[..<star]) && name.hasSuffix(end)
    }
}

/// Deals answers so that none comes up more than three times, until all were used as often.
struct AnswerDeck {
    /// How often one answer may be used among a block's complete interviews.
    static let uses = 3

    private var order: [Int] = []
    private var position = 0

    init(count: Int, using generator: inout SeededGenerator) {
        for _ in 0..<Self.uses { order.append(contentsOf: generator.shuffled(0..<count)) }
    }

    var isEmpty: Bool { position >= order.count }

    /// The next answer; one that is wanted is brought forward.
    mutating func deal(first isWanted: (Int) -> Bool) -> Int {
        if let wanted = order[position...].firstIndex(where: isWanted) { order.swapAt(position, wanted) }
        defer { position += 1 }
        return order[position]
    }
}
