import Foundation
import WeirCore
import WeirStudy

/// Writes what was meant, before it was rendered: one line per interview, one per open answer in English, and one
/// per identifier written into it.
final class TruthWriter {
    private let questionnaire: Questionnaire
    private let delivered: [Int]
    private let truth: OutputFile
    private let planted: OutputFile
    private let texts: OutputFile
    private var record = RecordBytes()

    init(questionnaire: Questionnaire, folder: URL) throws {
        self.questionnaire = questionnaire
        let variables = questionnaire.study.codebook.variables
        // The country stands among the fixed columns, by its letters.
        delivered = variables.indices.filter { variables[$0].isDelivered && $0 != questionnaire.countryVariable }
        truth = try OutputFile(folder.appending(path: "truth.csv"), name: "truth/truth.csv")
        planted = try OutputFile(folder.appending(path: "planted.csv"), name: "truth/planted.csv")
        texts = try OutputFile(folder.appending(path: "texts.csv"), name: "truth/texts.csv")
        try writeHeaders()
    }

    private func writeHeaders() throws {
        let fixed = [
            "upload", "row", "country", "platform", "collector", "source_id", "month", "disposition", "ended_at",
        ]
        try write(fixed + delivered.flatMap(names), to: truth)
        try write(["upload", "row", "variable", "kind", "value"], to: planted)
        try write(["upload", "row", "variable", "english"], to: texts)
    }

    private func names(of variable: Int) -> [String] {
        let definition = questionnaire.study.codebook.variables[variable]
        guard definition.type == .multi else { return [definition.name] }
        return definition.categories.map { "\(definition.name)__\($0.name)" }
    }

    private func write(_ cells: [String], to file: OutputFile) throws {
        for cell in cells { record.cell(Array(cell.utf8)) }
        record.endRecord()
        try file.append(record.bytes)
        record.removeAll()
    }

    /// Notes an interview that was written into a row of an upload.
    func write(
        _ row: Int, of population: Population, upload: String, at place: Int, metadata: [OpenAnswer.Plant]
    ) throws {
        writeInterview(population[row], upload, place)
        let answers = population.answers(of: row)
        for variable in delivered { write(variable, answers[answers.startIndex + variable], population) }
        record.endRecord()
        try truth.append(record.bytes)
        record.removeAll()
        try writeTexts(row, of: population, upload, place)
        try writePlants(row, of: population, upload, place, metadata)
    }

    /// The English texts that stand in the upload.
    private func writeTexts(_ row: Int, of population: Population, _ upload: String, _ place: Int) throws {
        let answers = population.answers(of: row)
        for variable in delivered {
            let answer = answers[answers.startIndex + variable]
            guard answer >= 0, case .text = questionnaire.questions[variable].kind,
                population.texts[Int(answer)].translation == .done
            else { continue }
            let english = String(decoding: population.texts[Int(answer)].english, as: UTF8.self)
            try write([upload, String(place), questionnaire.questions[variable].name, english], to: texts)
        }
    }

    func close() throws {
        try truth.close()
        try planted.close()
        try texts.close()
    }

    private func writeInterview(_ interview: Interview, _ upload: String, _ place: Int) {
        let rules = questionnaire.study.countries[interview.country]
        let month = interview.isSubmitted ? ClockTime(interview.moment).yearAndMonth : ""
        record.cell(Array(upload.utf8))
        record.number(Int64(place))
        record.cell(Array(rules.country.letters.utf8))
        record.cell(Array(rules.platform.utf8))
        record.cell(Array(RespondentRegister.collector(interview.collector, in: rules).utf8))
        record.number(Int64(interview.source))
        record.cell(Array(month.utf8))
        record.cell(Array(interview.disposition.word.utf8))
        record.cell(Array((interview.endedAt.map { questionnaire.questions[$0].name } ?? "").utf8))
    }

    private func write(_ variable: Int, _ answer: Int64, _ population: Population) {
        let question = questionnaire.questions[variable]
        switch question.kind {
        case .single:
            answer < 0 ? record.blank() : record.number(Int64(question.codes[answer.trailingZeroBitCount]))
        case .multi:
            for place in question.codes.indices {
                answer < 0 ? record.blank() : record.number(answer >> Int64(place) & 1)
            }
        case .number: answer < 0 ? record.blank() : record.number(tenths: answer, mark: UInt8(ascii: "."))
        case .text: writeLength(answer, population)
        case .identity: record.blank()
        }
    }

    /// An open answer is told by the length of its English text, `u` when there is none yet.
    private func writeLength(_ answer: Int64, _ population: Population) {
        if answer < 0 { return record.blank() }
        let text = population.texts[Int(answer)]
        text.translation == .done ? record.number(Int64(text.englishLength)) : record.cell([UInt8(ascii: "u")])
    }

    private func writePlants(
        _ row: Int, of population: Population, _ upload: String, _ place: Int, _ metadata: [OpenAnswer.Plant]
    ) throws {
        for plant in metadata { try write([upload, String(place), "", plant.kind, plant.value], to: planted) }
        let answers = population.answers(of: row)
        for variable in delivered {
            let answer = answers[answers.startIndex + variable]
            guard answer >= 0, case .text = questionnaire.questions[variable].kind else { continue }
            for plant in population.texts[Int(answer)].plants {
                let name = questionnaire.questions[variable].name
                try write([upload, String(place), name, plant.kind, plant.value], to: planted)
            }
        }
    }
}
