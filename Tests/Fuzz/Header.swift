import WeirCore
import WeirIngest

@testable import WeirFormats

private let codebook = Codebook(variables: [
    Variable(name: "record_id", type: .text, role: .direct),
    Variable(
        name: "q1", type: .single,
        categories: ["a", "b"].enumerated().map {
            Category(name: $1, code: UInt16($0 + 1), labels: [:], basis: .assumed)
        }),
    Variable(
        name: "q2", type: .multi,
        categories: ["a", "b"].enumerated().map {
            Category(name: $1, code: UInt16($0 + 1), labels: [:], basis: .assumed)
        }),
])

private func column(
    _ variable: Int, _ question: String, _ part: String, _ operation: CrosswalkOperation, _ answers: [(String, UInt16)]
) -> CrosswalkColumn {
    CrosswalkColumn(
        variable: variable, source: SourceColumn(question: question, part: part), operation: operation,
        answers: answers.map { (text: $0.0, code: $0.1) })
}

private let crosswalks = [
    Crosswalk(
        country: CountryCode("AL")!,
        columns: [
            column(0, "Respondent ID", "", .id, []), column(1, "Q1", "Response", .answer, [("A", 1), ("B", 2)]),
            column(2, "Q2", "A", .ticked, [("A", 1)]), column(2, "Q2", "B", .ticked, [("B", 2)]),
        ]),
    Crosswalk(
        country: CountryCode("BA")!,
        columns: [
            column(0, "_id", "", .id, []), column(1, "g/q1", "", .fold, [("a", 1)]),
            column(2, "g/q2", "", .split(separator: " "), [("a", 1), ("b", 2)]),
        ]),
]

/// Any first rows are read as an export's header, and a crosswalk is bound to it: what comes out names columns that are
/// there, and nothing of the file.
func fuzzHeader(_ bytes: [UInt8]) {
    let delimiter = Delimiter.recognised(in: bytes) ?? .comma
    let records = RecordParser(delimiter: delimiter.rawValue).texts(in: bytes, limit: Layout.lookedAt)
    let layout = Layout(firstRecords: records, sheet: records.first?.first)
    precondition(layout.headerRows <= Layout.mostRows, "a header has too many rows")
    precondition(layout.interview.keys.allSatisfy(layout.columns.indices.contains), "a column is not there")
    precondition((layout.export == .plain) == layout.signs.isEmpty, "a layout without signs")
    precondition(layout.signs.isEmpty || layout.signs.count > 1, "one sign is not enough")
    let places = layout.blocks.flatMap { $0.columns.map(\.place) }
    precondition(Set(places).count == places.count, "a column is in two blocks")
    _ = NoAnswers.recognised(in: records, file: "fuzz")
    for (index, crosswalk) in crosswalks.enumerated() {
        let binder = Binder(layout: layout, file: "fuzz", declared: DeclaredLayout("surveymonkey"))
        guard
            let (binding, _) = try? binder.bind(
                crosswalk, others: [crosswalks[1 - index]], codebook: codebook, consent: [1])
        else { continue }
        precondition(binding.slotColumns.allSatisfy(layout.columns.indices.contains), "a cell is not there")
        precondition(binding.slotColumns.count == binding.crosswalk.passing.count, "cells and columns differ")
        precondition(
            binding.slotColumns.allSatisfy { layout.interview[$0]?.rawValue != "email" }, "an address is bound")
    }
}
