import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// No line of a crosswalk leads to the wrong code: an answer in the words of the codebook has the code of these words.
@Suite struct WordingTests {
    private static let study = try! Study(folder: Project.study)

    /// A line of a crosswalk: the question or its list, the answer, and the category that its code stands for.
    private struct Line {
        var variable: Variable
        var column: CrosswalkColumn
        var answer: String
        var category: Category?

        var words: String { "\(variable.list): \(answer) is \(category?.name ?? "no category")" }
    }

    private static func lines(_ country: String) -> [Line] {
        (study.crosswalks[CountryCode(country)!]?.columns ?? []).filter(\.operation.hasAnswers).flatMap { column in
            let variable = study.codebook.variables[column.variable]
            return column.answers.map { text, code in
                let category = variable.categories.first { $0.code == code }
                return Line(variable: variable, column: column, answer: text, category: category)
            }
        }
    }

    private static func sorted(_ words: [String]) -> [String] { Array(Set(words)).sorted() }

    @Test(arguments: [
        ("AL", "sq", 300, ["status: TEST is test"]),
        (
            "BA", "bs", 305,
            [
                "org_type: Bolnica is other", "org_type: Klinički centar is other",
                "org_type: Obrazovna ustanova is other",
                "org_type: Zdravstvena ustanova is other", "status: TEST is test",
            ]
        ),
        (
            "MD", "ro", 300,
            [
                "status: Finalizat is completed", "status: Neeligibil is not_eligible", "status: Parțial is partial",
                "status: Test is test", "tool_language: Română is ro",
            ]
        ),
        ("MX", "es", 300, ["status: PRUEBA is test"]),
    ])
    func answersAreTheCodebooksWording(
        _ country: String, _ language: String, _ count: Int, _ renamed: [String]
    ) {
        let lines = Self.lines(country)
        let same = lines.filter { $0.category?.labels[language] == $0.answer }
        #expect(same.count >= count)
        #expect(Self.sorted(lines.filter { $0.category?.labels[language] != $0.answer }.map(\.words)) == renamed)
    }

    @Test(arguments: ["AL", "BA", "MD", "MX"])
    func noTwoOptionsOfAListShareTheirWording(_ country: String) {
        let language = Self.study.rules(for: CountryCode(country)!)!.language
        for variable in Self.study.codebook.variables where variable.isDelivered {
            let labels = variable.categories.compactMap { $0.labels[language] }.map(TextFolding.folded)
            #expect(Set(labels).count == labels.count, "\(variable.name)")
        }
    }

    /// Peru's export is in English, worded differently here and there.
    @Test func answersOfPeruAreTheEnglishWordingOrAreListedHere() {
        let lines = Self.lines("PE").filter { $0.column.operation != .ticked }
        let same = lines.filter { $0.category?.labels["en"] == $0.answer }
        #expect(same.count >= 150)
        #expect(
            Self.sorted(lines.filter { $0.category?.labels["en"] != $0.answer }.map(\.words)) == [
                "org_location: Urban and rural is both", "org_type: Public institution is government",
                "quality: Insufficient is poor", "quality: Regular is fair", "resp_age_band: 51 years or older is 51+",
                "resp_education: Postgraduate degree (master's or PhD) is master_phd",
                "resp_education: Undergraduate degree is bachelor", "resp_exp_years: More than 20 years is 20+",
                "status: Test is test", "tool_language: Español is es", "yes_no_dont_know: I do not know is dont_know",
                "yes_no_uncertain: Not sure is uncertain",
            ])
    }

    /// Peru's multi-selects have one column for each option, whose path ends with the option's name.
    @Test func tickedColumnsOfPeruEndWithTheOptionsName() {
        let lines = Self.lines("PE").filter { $0.column.operation == .ticked }
        #expect(lines.count > 100)
        for line in lines {
            #expect(line.answer == (line.category == nil ? "0" : "1"))
            guard let category = line.category else { continue }
            #expect(line.column.source.question.hasSuffix("/\(line.variable.name)/\(category.name)"), "\(line.words)")
        }
    }

    /// Colombia's export has numbers: the option's place, but for what is listed here.
    @Test func numbersOfColombiaArePlacesOrAreListedHere() {
        let lines = Self.lines("CO")
        let same = lines.filter { $0.category.map { String($0.code) } == $0.answer }
        #expect(same.count >= 220)
        #expect(
            Self.sorted(lines.filter { $0.category.map { String($0.code) } != $0.answer }.map(\.words)) == [
                "country: AL is AL", "country: BA is BA", "country: CO is CO", "country: MD is MD", "country: MX is MX",
                "country: PE is PE", "quality: 1 is excellent", "quality: 2 is good", "quality: 4 is poor",
                "quality: 5 is none",
                "resp_gender: 1 is male", "resp_gender: 2 is female", "status: completa is completed",
                "status: no elegible is not_eligible", "status: parcial is partial", "status: prueba is test",
                "yes_no: 0 is no",
            ])
    }
}
