import Foundation
import WeirCore
import WeirFormats
import WeirStudy

/// Writes one country's upload, record by record.
final class UploadWriter {
    /// The upload's path below the inbox.
    let path: String
    private let rules: CountryRules
    private let layout: UploadLayout
    private let headerRows: Int
    private let file: OutputFile
    private var record: RecordBytes
    private var records = 0

    init(study: Study, rules: CountryRules, format: UploadFormat, inbox: URL) throws {
        self.rules = rules
        layout = UploadLayout(study: study, country: rules.country, format: format)
        headerRows = format.headerRows
        path = "\(rules.country)/\(format.file)"
        file = try OutputFile(
            inbox.appending(path: path), name: path, encoding: format.encoding, compression: format.compression)
        record = RecordBytes(
            delimiter: format.recordDelimiter, lineEnd: format.lineEnd.bytes, quotesAll: format.quotes == .all)
        try writeHeader()
    }

    /// Under two header rows, a question stands above the first of its columns only.
    private func writeHeader() throws {
        var question = ""
        for column in layout.columns {
            let repeats = headerRows == 2 && !column.source.part.isEmpty && column.source.question == question
            question = column.source.question
            record.cell(repeats ? [] : Array(question.utf8))
        }
        record.endRecord()
        if headerRows == 2 {
            for column in layout.columns { record.cell(Array(column.source.part.utf8)) }
            record.endRecord()
        }
        try flush()
    }

    private func flush() throws {
        try file.append(record.bytes)
        record.removeAll()
    }

    /// Writes an interview.
    /// - Returns: its row as a spreadsheet numbers it, and the invented platform values written into it.
    func write(_ row: Int, of population: Population) throws -> (row: Int, metadata: [OpenAnswer.Plant]) {
        let interview = population[row]
        let answers = population.answers(of: row)
        var metadata: [OpenAnswer.Plant] = []
        for column in layout.columns {
            if case .metadata(let invented) = column.content {
                let value = invented.value(interview, rules: rules)
                record.cell(value)
                let plant = OpenAnswer.Plant(kind: invented.plantKind, value: String(decoding: value, as: UTF8.self))
                metadata.append(plant)
            } else {
                write(column.content, interview, answers, population)
            }
        }
        record.endRecord()
        try flush()
        records += 1
        return (headerRows + records, metadata)
    }

    func close() throws { try file.close() }

    private func write(
        _ content: UploadColumn.Content, _ interview: Interview, _ answers: ArraySlice<Int64>, _ population: Population
    ) {
        switch content {
        case .metadata: record.blank()
        case .id: record.number(Int64(interview.source))
        case .collector: record.cell(Array(RespondentRegister.collector(interview.collector, in: rules).utf8))
        case .submitted:
            interview.isSubmitted ? record.cell(ClockTime(interview.moment).bytes(rules.dateOrder)) : record.blank()
        case .closed(let cell): record.cell(cell.wording(for: answers))
        case .option(let variable, let category, let ticked, let notTicked):
            let answer = answers[answers.startIndex + variable]
            if answer < 0 { record.blank() } else { record.cell(answer & category != 0 ? ticked : notTicked) }
        case .list(let variable, let wording, let separator):
            record.cell(list(answers[answers.startIndex + variable], wording, separator))
        case .number(let variable, let end): writeNumber(answers[answers.startIndex + variable], reversedFrom: end)
        case .original(let variable): writeText(answers[answers.startIndex + variable], population) { $0.original }
        case .translation(let variable):
            writeText(answers[answers.startIndex + variable], population) { $0.translationCell }
        }
    }

    private func list(_ answer: Int64, _ wording: [[UInt8]], _ separator: [UInt8]) -> [UInt8] {
        var cell: [UInt8] = []
        for place in wording.indices where answer >= 0 && answer & (1 << Int64(place)) != 0 {
            if !cell.isEmpty { cell.append(contentsOf: separator) }
            cell.append(contentsOf: wording[place])
        }
        return cell
    }

    private func writeNumber(_ tenths: Int64, reversedFrom end: Int64?) {
        if tenths < 0 { return record.blank() }
        record.number(tenths: end.map { $0 - tenths } ?? tenths, mark: rules.decimalMark)
    }

    private func writeText(_ place: Int64, _ population: Population, _ cell: (OpenAnswer) -> [UInt8]) {
        place < 0 ? record.blank() : record.cell(cell(population.texts[Int(place)]))
    }
}

extension Interview {
    /// Whether the platform noted a time of submission; it does not for interviews that broke off.
    var isSubmitted: Bool { disposition != .breakOff }
}
