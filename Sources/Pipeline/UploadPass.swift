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

    /// Reads an upload from its first byte to its last.
    /// - Throws: `Diagnostics` when the upload is not ready, `AccountsError` when rows do not add up.
    func run(
        _ entry: Inbox.Entry, _ digested: FileDigest,
        emitting emit: @escaping @Sendable (Batch<Harmonised>) throws -> Void
    ) throws -> Learnt {
        do { return try read(entry, digested, emitting: emit) } catch let diagnostic as Diagnostic {
            throw Diagnostics([diagnostic])
        }
    }

    private func read(
        _ entry: Inbox.Entry, _ digested: FileDigest,
        emitting emit: @escaping @Sendable (Batch<Harmonised>) throws -> Void
    ) throws -> Learnt {
        guard let rules = study.rules(for: entry.country), let crosswalk = study.crosswalks[entry.country] else {
            throw Diagnostic(.countryUnknown, at: Place(file: entry.name))
        }
        let source = try digested.reopened(path: entry.path, name: entry.name)
        let file = try TableFile(source, name: entry.name, hints: rules.hints(crosswalk), pieceSize: pieceSize)
        do {
            return try read(file, of: entry, digested, crosswalk, rules, emitting: emit)
        } catch let finding as Diagnostic {
            throw finding.inSheet(file.sheetName)
        } catch let findings as Diagnostics {
            throw Diagnostics(findings.all.map { $0.inSheet(file.sheetName) })
        }
    }

    private func read(
        _ file: TableFile, of entry: Inbox.Entry, _ digested: FileDigest, _ crosswalk: Crosswalk,
        _ rules: CountryRules, emitting emit: @escaping @Sendable (Batch<Harmonised>) throws -> Void
    ) throws -> Learnt {
        var records = HeaderReader(file, file: entry.name)
        let layout = try records.readLayout()
        let bound = try Assembly.bindWhatIsThere(layout, of: entry.name, crosswalk, rules, study)
        do {
            return try read(file, of: entry, digested, &records, layout, bound, rules, emitting: emit)
        } catch let finding as Diagnostic {
            throw Diagnostics(bound.problems + [finding])
        } catch let findings as Diagnostics {
            throw Diagnostics(bound.problems + findings.all)
        }
    }

    /// Reads what is bound. What is wrong with the header is told by the caller, in front of what is found here.
    private func read(
        _ file: TableFile, of entry: Inbox.Entry, _ digested: FileDigest, _ records: inout HeaderReader,
        _ layout: Layout, _ bound: (binding: Binding, notes: [Diagnostic], problems: [Diagnostic]),
        _ rules: CountryRules, emitting emit: @escaping @Sendable (Batch<Harmonised>) throws -> Void
    ) throws -> Learnt {
        let binding = bound.binding
        var notes = bound.notes
        if let fielded = study.fingerprints[entry.country] {
            notes += Fingerprints(binding.crosswalk, layout, Binder(layout: layout, file: entry.name))
                .changes(since: fielded, study.codebook, file: entry.name)
        }
        let stage = Assembly.prepare(
            study, rules, binding: binding, delimiter: file.delimiter, keys: keys,
            review: review, file: entry.name, upload: digested.digest, undeclared: binding.undeclared, scrubs: scrubs)
        let repeats = RepeatedRows(study.schema)
        let run = try flow.run(stage, reading: { try records.next() }) { batch in
            repeats.look(at: batch)
            if bound.problems.isEmpty { try emit(batch) }
        }
        var learnt = Learnt(
            stages: run.learnt, timings: run.timings, findings: file.findings + notes,
            recognised: file.format.words + layout.recognised)
        learnt.stages.first.first.learnt.blankRows.close(at: records.endRow)
        learnt.findings += findings(of: learnt, in: entry.name, undeclared: binding.undeclared)
        // Of a file whose columns cannot be trusted the rest follows from what refuses it.
        if learnt.findings.allSatisfy(\.code.leavesColumns) {
            learnt.findings += repeats.findings(in: entry.name, column: binding.idColumn)
            learnt.findings += learnt.harmonise.quality.diagnostics(in: entry.name, codebook: study.codebook)
        }
        let consequences = Consequences(of: bound.problems, binding: binding, learnt.findings, study)
        learnt.findings.removeAll(where: consequences.contains)
        try accept(learnt, entry.name, isBound: bound.problems.isEmpty)
        learnt.findings = learnt.findings.map { $0.inSheet(file.sheetName) }
        return learnt
    }

    private func findings(of learnt: Learnt, in file: String, undeclared: [Int]) -> [Diagnostic] {
        var tallies = learnt.intake.ingest.findings
        tallies.merge(learnt.harmonise.findings)
        let found = tallies.diagnostics(in: file, codebook: study.codebook)
        return Self.unfilled(undeclared, found, file) + Self.identifying(found)
            + Self.blank(learnt.intake.blankRows.tally, file)
    }

    /// A column with answers is told with their count and not once more as one that nobody declared.
    private static func unfilled(_ undeclared: [Int], _ found: [Diagnostic], _ file: String) -> [Diagnostic] {
        let filled = Set(found.filter { $0.code == .columnFilled }.compactMap(\.place.column))
        return Binder.note(.columnUndeclared, undeclared.filter { !filled.contains($0) }, file: file)
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
    private func accept(_ learnt: Learnt, _ file: String, isBound: Bool) throws {
        let rows = learnt.intake.ingest.rows
        if rows == 0 { throw Diagnostic(.fileEmpty, at: Place(file: file)) }
        if !isBound || learnt.findings.contains(where: { $0.severity == .refusal }) {
            throw Diagnostics(learnt.findings)
        }
        guard rows == learnt.harmonise.dispositions.total else { throw AccountsError.rowsLost(file: file) }
    }
}
