public import Foundation
import WeirCore
public import WeirStudy

/// Writes synthetic uploads of a study, country by country as its partners would send them, and beside them the truth:
/// what every interview was meant to say, and every identifier that was written into it.
///
/// Interviews are made in blocks. Each block is a population of its own that meets the counts of the study's
/// `sample/targets.csv`; only one block is in memory at a time. The same seed gives the same bytes.
public struct Sampler {
    private let questionnaire: Questionnaire
    private let targets: TargetTable
    private let pool: AnswerPool
    private let formats: [UploadFormat]
    private let rows: Int
    private let seed: UInt64

    /// A sampler of a number of started interviews. Refusals, test records and earlier versions come on top.
    /// - Parameters:
    ///   - folder: The study's folder; what its folder `sample` holds is used, and nothing in it is needed.
    ///   - rows: The number of started interviews.
    ///   - seed: Chooses one of the many possible populations.
    /// - Throws: `Diagnostics` when one of the tables in `sample` cannot be used.
    public init(study: Study, folder: URL, rows: Int, seed: UInt64) throws {
        questionnaire = Questionnaire(study)
        targets = try TargetTable(questionnaire: questionnaire, folder: folder)
        pool = try AnswerPool(questionnaire: questionnaire, folder: folder)
        formats = try UploadFormat.all(of: study, folder: folder)
        self.rows = rows
        self.seed = seed
    }

    /// Writes `inbox/<COUNTRY>/<file>`, `truth/truth.csv` and `truth/planted.csv` into a folder.
    /// - Throws: `Diagnostics` when a file cannot be written.
    public func write(to out: URL) throws {
        let truth = try TruthWriter(questionnaire: questionnaire, folder: out.appending(path: "truth"))
        let uploads = try zip(questionnaire.study.countries, formats).map { rules, format in
            try UploadWriter(
                study: questionnaire.study, rules: rules, format: format, inbox: out.appending(path: "inbox"))
        }
        var maker = BlockMaker(
            questionnaire: questionnaire, targets: targets, pool: pool, calendars: formats.map(\.period), seed: seed)
        var left = rows
        var block = 0
        while left > 0 {
            let (population, order) = maker.make(block, started: left)
            for (upload, rows) in zip(uploads, order) { try write(rows, of: population, to: upload, truth) }
            left -= max(1, targets.composition.started)
            block += 1
        }
        for upload in uploads { try upload.close() }
        try truth.close()
    }

    private func write(_ rows: [Int], of population: Population, to upload: UploadWriter, _ truth: TruthWriter) throws {
        for row in rows {
            let (place, metadata) = try upload.write(row, of: population)
            try truth.write(row, of: population, upload: upload.path, at: place, metadata: metadata)
        }
    }
}
