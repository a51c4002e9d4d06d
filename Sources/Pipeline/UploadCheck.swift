import Dispatch
import Foundation
public import WeirCore
import WeirFlow
import WeirFormats
import WeirHarmonise
import WeirIngest
import WeirKeys
import WeirRedact
public import WeirReport
public import WeirStudy

/// Tells whether a file is ready, as the nightly preparation would find it: the same pass over the same bytes. It needs
/// no keys and no state, and writes nothing.
public struct UploadCheck {
    private let study: Study
    private let rules: CountryRules
    private let flow: Flow

    /// A check of one country's files; nil when the study does not cover the country.
    /// - Throws: `Diagnostics` when the study's stages are wrong.
    public init?(study: Study, country: CountryCode) throws {
        let problems = Assembly.problems(in: study)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        guard let rules = study.rules(for: country) else { return nil }
        self.study = study
        self.rules = rules
        flow = Flow()
    }

    /// The language of the country's declaration.
    public var language: String { rules.language }

    /// Checks a file.
    /// - Throws: `AccountsError`, or what the file system says; what is wrong with the file is no error.
    public func check(path: String) throws -> CheckedUpload {
        // The lists of names are ready when the second look needs them.
        DispatchQueue.global().async { Scrubber.warmUp() }
        let name = Inbox.printable(URL(filePath: path).lastPathComponent)
        let entry = Inbox.Entry(country: rules.country, name: name, path: path)
        var upload = CheckedUpload(file: name, country: rules.country, countryName: rules.name)
        let category = study.codebook.variables[study.countryVariable].category(named: rules.country.letters)
        upload.countryNames = category?.labels ?? [:]
        do {
            let file = try FileDigest(path: path, name: name)
            upload.digest = file.digest.hexadecimal
            let (findings, left) = try findings(entry, file, &upload)
            upload.verdict = Verdict(of: file.digest, rules.country, in: study, findings: findings).text
            try describe(findings, leaving: left, entry, &upload)
        } catch let diagnostic as Diagnostic {
            try describe([diagnostic], leaving: nil, entry, &upload)
        }
        return upload
    }

    /// - Returns: what was found, and the rows of which nobody knows what they hold; nil when that is true of all.
    private func findings(
        _ entry: Inbox.Entry, _ file: FileDigest, _ upload: inout CheckedUpload
    ) throws -> ([Diagnostic], LeftOut?) {
        // Which key names the respondents changes no finding, so the public one will do; no pseudonym is kept.
        // Nothing that is found depends on what becomes of open answers, so none is scrubbed.
        let pass = UploadPass(study: study, keys: .demonstration, flow: flow, scrubs: false)
        do {
            let learnt = try pass.run(entry, file) { _ in }
            upload.rows = learnt.harmonise.dispositions
            upload.quality = learnt.harmonise.quality
            return (learnt.findings, LeftOut())
        } catch let refused as UploadPass.Refused {
            return (refused.findings, refused.left)
        }
    }

    private func describe(
        _ findings: [Diagnostic], leaving left: LeftOut?, _ entry: Inbox.Entry, _ upload: inout CheckedUpload
    ) throws {
        var found = PartnerReading.Found()
        // Where nobody knows what the columns hold, nothing is told of them.
        if let crosswalk = study.crosswalks[rules.country], let left {
            found = try PartnerReading(entry, rules, crosswalk, study, flow).read(findings, leaving: left)
        }
        let columns = CheckedColumns(entry, study)
        upload.items = (findings + found.identifying).map { finding in
            var item = columns?.item(finding) ?? CheckedUpload.Item(finding)
            if item.code == .answerUnknown, let column = item.column {
                item.nearest = found.nearest[column] ?? []
                item.offered = found.offered[column] ?? ""
            }
            return item
        }
        let holdsNothing = findings.contains { [.fileEmpty, .noInterviews].contains($0.code) }
        upload.isUnread = left == nil && upload.digest != nil && !holdsNothing
        upload.unreadRows = left.map { left in left.rows.count { $0 < left.end } } ?? 0
        upload.unreadFrom = left.flatMap { $0.end == .max ? nil : $0.end }
        // A column of which a part was not read is not called fine.
        if left?.end == .max { upload.columns = columns?.account(of: upload.items) }
        upload.decimalMark = String(decoding: [rules.decimalMark], as: UTF8.self)
        upload.endings = columns?.endings(upload.quality) ?? []
    }
}

/// The columns of a file that the questionnaire declares, as a partner finds them in her spreadsheet.
private struct CheckedColumns {
    /// A declared column: where the file has it, and whether it holds the answer itself, not what stands beside it.
    private struct Declared {
        let source: SourceColumn
        let variable: Int
        let column: Int?
        let isAnswer: Bool
    }

    private let codebook: Codebook
    private let crosswalk: Crosswalk
    /// The file's columns of each declared one, in the order of the questionnaire.
    private let declared: [Declared]
    /// The row behind the header.
    private let firstRecord: Int
    /// The platform's column with the beginning of interviews, when its header is one that platforms write.
    private let started: (column: Int, header: String)?

    /// Nil when the file has no header that can be read.
    init?(_ entry: Inbox.Entry, _ study: Study) {
        guard let crosswalk = study.crosswalks[entry.country],
            let rules = study.rules(for: entry.country),
            let file = try? TableFile(path: entry.path, name: entry.name, hints: rules.hints(crosswalk))
        else { return nil }
        var records = HeaderReader(file, file: entry.name)
        guard let layout = try? records.readLayout(of: crosswalk) else { return nil }
        firstRecord = records.endRow
        let binder = Binder(layout: layout, file: entry.name)
        self.crosswalk = binder.fitted(crosswalk, study.codebook)
        let header = binder.started(self.crosswalk).map { ($0, layout.columns[$0].question) }
        started = header.flatMap { DirectIdentifiers.isStart(whole: $0.1) ? $0 : nil }
        codebook = study.codebook
        declared = self.crosswalk.columns.sorted { ($0.variable, $0.line) < ($1.variable, $1.line) }.map {
            Declared(
                source: $0.source, variable: $0.variable, column: binder.find($0.source),
                isAnswer: ![.other, .translation, .original].contains($0.operation))
        }
    }

    /// A finding with its column as the instrument words it. A header that nobody declared may be anything, so it is
    /// named by its letters alone.
    func item(_ finding: Diagnostic) -> CheckedUpload.Item {
        var item = CheckedUpload.Item(finding)
        if !finding.code.isOnPartnersSide, let variable = codebook.index(of: finding.label) {
            item.variable = finding.label
            item.label = ""
            guard finding.place.column != nil else {
                if let place = place(of: variable) { (item.column, item.header) = (place.column, place.header) }
                return item
            }
            item.column = finding.place.column
        }
        if let column = item.column, let source = declared.first(where: { $0.column == column })?.source {
            item.header = Self.text(source)
        } else if let started, item.column == started.column {
            item.header = started.header
        }
        return item
    }

    /// Where interviews broke off, with the question's column; too few to tell are left out.
    func endings(_ quality: FieldQuality) -> [CheckedUpload.Ending] {
        // Beside the number of all that broke off, one that is left out would be told by the others.
        let counts = MaskedCounts.masked(
            codebook.variables.indices.map { quality.breakOffs[$0] }, k: FieldQuality.Share.smallest)
        return codebook.variables.indices.compactMap { index in
            guard let count = counts[index], count > 0, let place = place(of: index) else { return nil }
            return CheckedUpload.Ending(column: place.column, header: place.header, count: count)
        }
    }

    /// Where a question stands, and its wording; of one in several columns the first, without the option or row.
    private func place(of variable: Int) -> (column: Int?, header: String)? {
        let all = declared.filter { $0.variable == variable }
        let answers = all.filter(\.isAnswer)
        guard let first = answers.first ?? all.first else { return nil }
        return (first.column, answers.count > 1 ? first.source.question : Self.text(first.source))
    }

    private static func text(_ source: SourceColumn) -> String {
        source.part.isEmpty ? source.question : "\(source.question) / \(source.part)"
    }

    /// How many declared columns are there, with nothing left to do about them.
    func account(of items: [CheckedUpload.Item]) -> CheckedUpload.Columns {
        // Where a row ends is no column's fault.
        let isColumns = { [firstRecord] (item: CheckedUpload.Item) in
            !item.code.refusesRows || item.rows.first.map { $0 < firstRecord } ?? false
        }
        let marred = Set(items.filter { $0.severity >= .open && isColumns($0) }.compactMap(\.column))
        let columns = Dictionary(declared.map { ($0.source, $0.column) }, uniquingKeysWith: { first, _ in first })
        let fine = columns.values.count { column in column.map { !marred.contains($0) } ?? false }
        return CheckedUpload.Columns(fine: fine, all: columns.count)
    }
}
