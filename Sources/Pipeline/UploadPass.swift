import WeirCore
import WeirFlow
import WeirFormats
import WeirHarmonise
import WeirIngest
import WeirKeys
import WeirStudy

/// One pass over an upload, with everything that is found in it. The nightly preparation makes it, and so does the check
/// of a file: what passes there passes here.
struct UploadPass {
    let study: Study
    let keys: StudyKeys
    let flow: Flow
    /// What people decided; no finding depends on it, only what becomes of open answers.
    var review = ReviewInForce.none
    /// Whether open answers are scrubbed, as far as the study lets them through.
    var scrubs = true
    /// About how many bytes of text a batch has; no result depends on it.
    var pieceSize = 1 << 18

    /// What a pass taught.
    struct Learnt {
        var stages: Assembly.Prepare.Learnt
        var timings: FlowTimings
        /// Nothing among it refuses the file.
        var findings: [Diagnostic]
        /// The format and layout, in words.
        var recognised: [String]

        var intake: IntakeSummary { stages.first.first.learnt }
        var harmonise: HarmoniseSummary { stages.second.learnt }
    }

    /// An upload that is not ready, with everything that could be told of it.
    struct Refused: Error {
        var findings: [Diagnostic]
        /// Rows of which nobody knows what they hold; nil when nobody knows what any row holds.
        var left: LeftOut?

        init(_ findings: [Diagnostic], leaving left: LeftOut? = nil) {
            self.findings = findings
            self.left = left
        }

        /// Nil when the error is about no file.
        init?(_ error: any Error) {
            switch error {
            case let refused as Refused: self = refused
            case let finding as Diagnostic: self.init([finding])
            case let findings as Diagnostics: self.init(findings.all)
            default: return nil
            }
        }
    }

    /// What is read, and how.
    private struct Upload {
        var entry: Inbox.Entry
        var digested: FileDigest
        var rules: CountryRules
        var crosswalk: Crosswalk
        var left = LeftOut()

        var name: String { entry.name }
    }

    private typealias Emit = @Sendable (Batch<Harmonised>) throws -> Void
    private typealias Bound = (binding: Binding, notes: [Diagnostic], problems: [Diagnostic])

    /// Reads an upload from its first byte to its last. Of an upload with rows that refuse it the others are looked at
    /// once more, so that all problems are told at once; nothing more of it is emitted then.
    /// - Throws: `Refused` when the upload is not ready, `AccountsError` when rows do not add up.
    func run(
        _ entry: Inbox.Entry, _ digested: FileDigest,
        emitting emit: @escaping @Sendable (Batch<Harmonised>) throws -> Void
    ) throws -> Learnt {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            throw Refused([Diagnostic(.countryUnknown, at: Place(file: entry.name))])
        }
        var upload = Upload(entry: entry, digested: digested, rules: rules, crosswalk: crosswalk)
        while true {
            do {
                var learnt = try telling({ try placed($0, upload) }) { try read(upload, emit) }
                learnt.findings = try placed(learnt.findings, upload)
                return learnt
            } catch let more as LeftOut { upload.left = more }
        }
    }

    /// The findings about misread letters with the place of the first of them.
    private func placed(_ findings: [Diagnostic], _ upload: Upload) throws -> [Diagnostic] {
        guard MisreadPlaces.areNeeded(for: findings) else { return findings }
        return MisreadPlaces(try open(upload)).placed(findings)
    }

    /// Calls `body`, and adds to what refuses the upload there.
    private func telling<Result>(
        _ change: ([Diagnostic]) throws -> [Diagnostic], _ body: () throws -> Result
    ) throws -> Result {
        do { return try body() } catch {
            guard var refused = Refused(error) else { throw error }
            refused.findings = try change(refused.findings)
            throw refused
        }
    }

    private func open(_ upload: Upload) throws -> TableFile {
        try TableFile(
            try upload.digested.reopened(path: upload.entry.path, name: upload.name), name: upload.name,
            hints: upload.rules.hints(upload.crosswalk), pieceSize: pieceSize)
    }

    private func read(_ upload: Upload, _ emit: @escaping Emit) throws -> Learnt {
        let file = try telling({ $0 }) { try open(upload) }
        return try telling({ $0.map { $0.inSheet(file.sheetName) } }) {
            var records = HeaderReader(file, file: upload.name, leaving: upload.left)
            let layout = try records.readLayout(of: upload.crosswalk)
            let bound = try Assembly.bindWhatIsThere(layout, of: upload.name, upload.crosswalk, upload.rules, study)
            return try telling({ bound.problems + $0 }) {
                var learnt = try read(upload, file, &records, layout, bound, emit)
                learnt.findings = learnt.findings.map { $0.inSheet(file.sheetName) }
                return learnt
            }
        }
    }

    /// Reads what is bound. What is wrong with the header is told by the caller, in front of what is found here.
    private func read(
        _ upload: Upload, _ file: TableFile, _ records: inout HeaderReader, _ layout: Layout, _ bound: Bound,
        _ emit: @escaping Emit
    ) throws -> Learnt {
        let repeats = RepeatedRows(study.schema)
        var learnt = try flow(upload, file, &records, layout, bound, repeats, emit)
        let more = try upload.left.grown(by: learnt) { try scan(upload, headers: $0) }
        if let more { throw more }
        if upload.left.isMost(of: learnt.intake.ingest.rows + upload.left.rows.count) {
            throw Refused(upload.left.told)
        }
        // Of a file whose columns cannot be trusted the rest follows from what refuses it.
        if learnt.findings.allSatisfy(\.code.leavesColumns) {
            learnt.findings += try misread(learnt, upload)
            learnt.findings += repeats.findings(in: upload.name, column: bound.binding.idColumn)
            learnt.findings += learnt.harmonise.quality.diagnostics(in: upload.name, codebook: study.codebook)
        }
        let consequences = Consequences(
            of: upload.left.told, binding: bound.binding, learnt.findings, study)
        learnt.findings.removeAll(where: consequences.contains)
        try accept(learnt, upload, isBound: bound.problems.isEmpty)
        return learnt
    }

    /// Lets all records through the stages, and puts together what was found.
    private func flow(
        _ upload: Upload, _ file: TableFile, _ records: inout HeaderReader, _ layout: Layout, _ bound: Bound,
        _ repeats: RepeatedRows, _ emit: @escaping Emit
    ) throws -> Learnt {
        let binding = bound.binding
        let stage = Assembly.prepare(
            study, upload.rules, binding: binding, delimiter: file.delimiter, encoding: file.encoding, keys: keys,
            review: review,
            file: upload.name, upload: upload.digested.digest, undeclared: binding.undeclared, left: upload.left.rows,
            scrubs: scrubs)
        let isEmitted = bound.problems.isEmpty && upload.left.isEmpty
        do {
            let run = try flow.run(stage, reading: { try records.next() }) { batch in
                repeats.look(at: batch)
                if isEmitted { try emit(batch) }
            }
            var learnt = Learnt(
                stages: run.learnt, timings: run.timings,
                findings: file.findings + bound.notes + reworded(upload, layout, binding),
                recognised: file.format.words + layout.recognised)
            learnt.stages.first.first.learnt.blankRows.close(at: records.endRow)
            learnt.findings += findings(of: learnt, in: upload.name, below: layout, undeclared: binding.undeclared)
            return learnt
        } catch {
            throw try upload.left.grown(by: error) { try scan(upload, headers: []) }
        }
    }

    private func scan(_ upload: Upload, headers: Set<Int>) throws -> RowScan {
        RowScan(try open(upload), file: upload.name, upload.crosswalk, headers: headers)
    }

    /// Cells with letters that the country's language does not have, when the upload was written in one encoding and read in
    /// another; but for those of which the crosswalk tells the same.
    private func misread(_ learnt: Learnt, _ upload: Upload) throws -> [Diagnostic] {
        // What UTF-8 became has letters that look like another misreading's.
        guard !learnt.findings.contains(where: Self.isFromUTF8) else { return [] }
        var best: MisreadLook?
        for letters in learnt.intake.ingest.letters.misreadings(of: upload.rules.language) {
            let look = try look(upload, for: letters)
            if look.isSure, look.weight > best?.weight ?? 0 { best = look }
        }
        guard let best else { return [] }
        let told = Set(learnt.findings.filter { $0.code == .answerMisread }.compactMap(\.place.column))
        return best.findings.diagnostics(in: upload.name, codebook: study.codebook).filter { finding in
            finding.place.column.map { !told.contains($0) } ?? true
        }
    }

    private static func isFromUTF8(_ finding: Diagnostic) -> Bool {
        finding.code == .answerMojibake
            && Rereading.all.contains { $0.misreading.written == .utf8 && $0.misreading.words == finding.label }
    }

    private func look(_ upload: Upload, for letters: MisreadLetters) throws -> MisreadLook {
        let file = try open(upload)
        var look = MisreadLook(letters, delimiter: file.delimiter)
        var records = HeaderReader(file, file: upload.name, leaving: upload.left)
        _ = try records.readLayout(of: upload.crosswalk)
        while let storage = try records.next()?.storage { look.look(at: storage) }
        return look
    }

    private func reworded(_ upload: Upload, _ layout: Layout, _ binding: Binding) -> [Diagnostic] {
        guard let fielded = study.fingerprints[upload.entry.country] else { return [] }
        return Fingerprints(binding.crosswalk, layout, Binder(layout: layout, file: upload.name))
            .changes(since: fielded, study.codebook, file: upload.name)
    }

    private func findings(of learnt: Learnt, in file: String, below layout: Layout, undeclared: [Int]) -> [Diagnostic] {
        var tallies = learnt.intake.ingest.findings
        tallies.merge(learnt.harmonise.findings)
        let found = tallies.diagnostics(in: file, codebook: study.codebook)
        return Self.unfilled(undeclared, found, file, row: layout.firstRow)
            + Self.identifying(Self.withoutToldTwice(found))
            + Self.blank(learnt.intake.blankRows.tally, file)
    }

    /// Letters that were lost in answers of the questionnaire are told by these, and not once more by their looks.
    private static func withoutToldTwice(_ found: [Diagnostic]) -> [Diagnostic] {
        let misread = Set(
            found.filter { $0.code == .answerMisread }.map { [$0.place.column.map(String.init), $0.label] })
        return found.filter {
            $0.code != .answerMojibake || !misread.contains([$0.place.column.map(String.init), $0.label])
        }
    }

    /// A column with answers is told with their count and not once more as one that nobody declared.
    private static func unfilled(
        _ undeclared: [Int], _ found: [Diagnostic], _ file: String, row: Int
    ) -> [Diagnostic] {
        let filled = Set(found.filter { $0.code == .columnFilled }.compactMap(\.place.column))
        return Binder.note(.columnUndeclared, undeclared.filter { !filled.contains($0) }, file: file, row: row)
    }

    /// A column of which at least half of the cells look like identifiers is told as such, and any other as one with
    /// answers that nobody declared.
    private static func identifying(_ found: [Diagnostic]) -> [Diagnostic] {
        func counts(_ code: DiagnosticCode) -> [Int: Int] {
            let pairs = found.filter { $0.code == code }.compactMap { finding in
                finding.place.column.map { ($0, finding.count) }
            }
            return Dictionary(pairs, uniquingKeysWith: +)
        }
        let (filled, shaped) = (counts(.columnFilled), counts(.columnIdentifies))
        return found.filter { finding in
            let column = finding.place.column ?? -1
            let isIdentifying = 2 * (shaped[column] ?? 0) >= (filled[column] ?? .max)
            switch finding.code {
            case .columnFilled: return !isIdentifying
            case .columnIdentifies: return isIdentifying
            default: return true
            }
        }
    }

    private static func blank(_ tally: Tally, _ file: String) -> [Diagnostic] {
        guard let first = tally.firstRows.first else { return [] }
        let place = Place(file: file, row: first)
        return [Diagnostic(.rowBlank, at: place, count: tally.count, firstRows: tally.firstRows)]
    }

    /// Rows must add up, and nothing that refuses the file may be among the findings.
    private func accept(_ learnt: Learnt, _ upload: Upload, isBound: Bool) throws {
        let rows = learnt.intake.ingest.rows
        let left = upload.left
        if rows == 0, left.isEmpty { throw Diagnostic(.fileEmpty, at: Place(file: upload.name)) }
        let findings = left.told + learnt.findings
        if !isBound || findings.contains(where: { $0.severity == .refusal }) {
            let isUnclear = rows == 0 || learnt.findings.contains(where: \.code.refusesRows)
            throw Refused(findings, leaving: isUnclear ? nil : left)
        }
        guard left.isEmpty, rows == learnt.harmonise.dispositions.total else {
            throw AccountsError.rowsLost(file: upload.name)
        }
    }
}
