import WeirCore
import WeirDeliver
import WeirReport
import WeirStudy

extension FrequencyTables {
    /// The tables of a data set, from what was counted while it was written.
    init(
        _ counts: CountryCounts, of table: DataTable, study: Study, dataset: String, isDemonstration: Bool,
        k: Int? = nil, finer: FinerTables? = nil, earlier: [EarlierTables] = [], others: [OtherTables] = []
    ) {
        let country = table.columns.first { $0.variable == study.countryVariable }
        let names =
            (country?.categories.map { ($0.label, $0.code) } ?? [])
            + [("country suppressed", MissingReason.suppressed.rawValue)]
        let present = counts.rows.indices.filter { counts.rows[$0] > 0 }
        let questions = counts.questions(of: table).map { question in
            Question(question, table, study.codebook.variables[table.columns[question.columns[0]].variable], present)
        }
        self.init(
            title: study.title, dataset: dataset, isDemonstration: isDemonstration, k: k, finer: finer,
            earlier: earlier, others: others,
            countries: present.map { Line(label: names[$0].0, code: names[$0].1, counts: [counts.rows[$0]]) },
            questions: questions)
    }
}

extension FrequencyTables.Question {
    private typealias Line = FrequencyTables.Line

    /// - Parameter countries: those that have rows, by their places among the counts.
    fileprivate init(
        _ counts: CountryCounts.Question, _ table: DataTable, _ variable: Variable, _ countries: [Int]
    ) {
        let first = table.columns[counts.columns[0]]
        let labels =
            counts.isMultiple
            ? counts.columns.map { table.columns[$0].option } : first.categories.map(\.label)
        let answers = labels.indices.map { place in
            Line(
                label: labels[place], code: counts.isMultiple ? nil : first.categories[place].code,
                counts: countries.map { counts.answers[$0].isEmpty ? 0 : counts.answers[$0][place] })
        }
        let reasons = DataTable.reasons.enumerated().map { place, reason in
            (
                reason.code,
                Line(
                    label: "\(reason.code) \(reason.label)", code: reason.code,
                    counts: countries.map { counts.reasons[$0][place] })
            )
        }.filter { $0.1.counts.contains { $0 > 0 } }
        let notAsked = Set(
            [MissingReason.notAsked, .notReached, .notInCountry, .suppressed].map(\.rawValue))
        self.init(
            name: variable.name, text: variable.labels["en"] ?? variable.name, universe: variable.universe.text,
            isMultiple: counts.isMultiple, answers: counts.sums == nil ? answers : [],
            answered: countries.map { counts.answered[$0] },
            askedReasons: reasons.filter { !notAsked.contains($0.0) }.map(\.1),
            otherReasons: reasons.filter { notAsked.contains($0.0) }.map(\.1),
            sums: counts.sums.map { sums in countries.map { sums[$0] } })
    }
}
