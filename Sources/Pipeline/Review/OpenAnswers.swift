import WeirCore
import WeirFlow
import WeirFormats
import WeirHarmonise
import WeirIngest
import WeirKeys
import WeirRedact
import WeirState
import WeirStudy

/// An open answer that a reviewer may see. The same words of two respondents to the same question are one answer.
struct OpenAnswer: Sendable, Equatable {
    /// Its name in the ledger.
    var hash: Digest
    var countryCode: CountryCode
    var country: String
    var variable: String
    var question: String
    /// Exactly as it stands in the upload.
    var text: String
    /// Where it stands first.
    var place: Place
    /// Who gave it: one for each interview.
    var givers: [Pseudonym] = []
    /// In how many interviews.
    var count: Int { givers.count }
}

/// The open answers of an inbox that are merged: of those uploads and rows that a night would merge. Nothing is written.
struct OpenAnswers {
    private let study: Study
    private let inbox: Inbox
    private let keys: StudyKeys
    private let withdrawals: Withdrawals
    private let flow = Flow()
    /// Uploads that are not ready and therefore not shown.
    private(set) var notReady: [String] = []

    /// - Parameter withdrawals: respondents whose answers nobody sees any more.
    init(study: Study, inbox: Inbox, keys: StudyKeys, withdrawals: Withdrawals) {
        self.study = study
        self.inbox = inbox
        self.keys = keys
        self.withdrawals = withdrawals
    }

    /// The names of all answers that any ready upload of a country has, whether it is in force or not.
    mutating func given(in country: CountryCode) throws -> Set<Digest> {
        guard let rules = study.rules(for: country) else { return [] }
        let uploads = try inbox.entries(of: [country]).entries.compactMap { try read($0, rules) }
        return uploads.reduce(into: []) { $0.formUnion(answers(of: [$1], rules).map(\.hash)) }
    }

    /// Reads them, in the order of countries, questions and rows.
    mutating func read(progress: (String) -> Void = { _ in }) throws -> [OpenAnswer] {
        let (entries, _, _) = try inbox.entries(of: Set(study.countries.map(\.country)))
        return try study.countries.flatMap { rules in
            progress("reading \(rules.name)")
            let uploads = try entries.filter { $0.country == rules.country }.compactMap { try read($0, rules) }
            return answers(of: inForce(uploads, rules), rules)
        }
    }

    /// An upload that is ready, with its rows.
    private struct Upload {
        var entry: Inbox.Entry
        var digest: String
        var lastDay: Int
        var binding: Binding
        var rows: [OpenAnswerStage.Row]
    }

    private mutating func read(_ entry: Inbox.Entry, _ rules: CountryRules) throws -> Upload? {
        do { return try rows(of: entry, rules) } catch is Diagnostics {} catch is Diagnostic {}
        notReady.append(entry.name)
        return nil
    }

    private func rows(of entry: Inbox.Entry, _ rules: CountryRules) throws -> Upload {
        guard let crosswalk = study.crosswalks[rules.country] else {
            throw Diagnostic(.countryUnknown, at: Place(file: entry.name))
        }
        let digested = try FileDigest(path: entry.path, name: entry.name)
        let file = try TableFile(
            digested.reopened(path: entry.path, name: entry.name), name: entry.name, hints: rules.hints(crosswalk))
        var records = HeaderReader(file, file: entry.name)
        let binding = try bind(try records.readLayout(), crosswalk, entry)
        let stage = OpenAnswerStage(
            ingest: IngestStage(
                binding: binding, delimiter: file.delimiter, encoding: file.encoding, rules: rules,
                pseudonymiser: keys.pseudonymiser,
                schema: study.schema, file: entry.name, upload: digested.digest),
            redact: Assembly.redact(study, rules, binding, .none),
            harmonise: HarmoniseStage(
                schema: study.schema, crosswalk: binding.crosswalk, rules: rules, dispositions: study.dispositions,
                countryVariable: study.countryVariable, slotColumns: binding.slotColumns), crosswalk: binding.crosswalk,
            merged: study.dispositions.merged)
        let sink = RowSink()
        let learnt = try flow.run(stage, reading: { try records.next() }, emitting: { sink.rows += $0 }).learnt
        try refuseUnready(learnt, entry)
        return Upload(
            entry: entry, digest: digested.digest.hexadecimal, lastDay: learnt.first.lastDay,
            binding: binding, rows: sink.rows)
    }

    private func bind(_ layout: Layout, _ crosswalk: Crosswalk, _ entry: Inbox.Entry) throws -> Binding {
        let others = study.crosswalks.values.filter { $0.country != entry.country }.sorted { $0.country < $1.country }
        let consent = Set(study.dispositions.consent.variables.compactMap(study.codebook.index(of:)))
        return try Binder(layout: layout, file: entry.name)
            .bind(crosswalk, others: others, codebook: study.codebook, consent: consent).0
    }

    /// What a night would not take is not shown either.
    private func refuseUnready(_ learnt: OpenAnswerStage.Learnt, _ entry: Inbox.Entry) throws {
        var findings = learnt.first.findings
        findings.merge(learnt.second.findings)
        let all = findings.diagnostics(in: entry.name, codebook: study.codebook)
        guard learnt.first.rows > 0, !all.contains(where: { $0.severity == .refusal }) else { throw Diagnostics(all) }
    }

    /// Of a replacing country the newest upload, of an adding one all: oldest first, by the last submission inside, then
    /// by name, then by digest.
    private func inForce(_ uploads: [Upload], _ rules: CountryRules) -> ArraySlice<Upload> {
        let sorted = uploads.sorted { left, right in
            if left.lastDay != right.lastDay { return left.lastDay < right.lastDay }
            if left.entry.name != right.entry.name { return NaturalOrder.precedes(left.entry.name, right.entry.name) }
            return left.digest < right.digest
        }
        return rules.uploads == .adds ? sorted[...] : sorted.suffix(1)
    }

    /// Of several rows of one respondent one counts: merged before not merged, then the later one.
    private func answers(of uploads: ArraySlice<Upload>, _ rules: CountryRules) -> [OpenAnswer] {
        var counting: [Pseudonym: (upload: Int, row: OpenAnswerStage.Row)] = [:]
        for (index, upload) in zip(uploads.indices, uploads) {
            for row in upload.rows where row.isMerged || counting[row.pseudonym]?.row.isMerged != true {
                counting[row.pseudonym] = (index, row)
            }
        }
        for pseudonym in withdrawals[rules.country] { counting[pseudonym] = nil }
        let rows = counting.values.sorted { ($0.upload, $0.row.row) < ($1.upload, $1.row.row) }
        var gathered = AnswerGathering(study: study, rules: rules, keys: keys)
        for (upload, row) in rows { gathered.add(row, uploads[upload].entry.name, uploads[upload].binding) }
        return gathered.answers
    }
}

/// Unchecked Sendable: the flow emits one batch at a time.
private final class RowSink: @unchecked Sendable {
    var rows: [OpenAnswerStage.Row] = []
}

/// Rows' texts become answers: equal ones are put together, questions in the codebook's order.
private struct AnswerGathering {
    private let study: Study
    private let rules: CountryRules
    private let key: AnswerKey
    private var places: [Digest: (variable: Int, place: Int)] = [:]
    private var byVariable: [Int: [OpenAnswer]] = [:]

    init(study: Study, rules: CountryRules, keys: StudyKeys) {
        self.study = study
        self.rules = rules
        key = keys.answers
    }

    mutating func add(_ row: OpenAnswerStage.Row, _ file: String, _ binding: Binding) {
        guard !row.texts.isEmpty else { return }
        let passing = binding.crosswalk.passing
        for (slot, text) in row.texts {
            let index = passing[slot].variable
            let variable = study.codebook.variables[index]
            let hash = key.hash(variable: variable.name, country: rules.country, text: text)
            if let known = places[hash] {
                byVariable[known.variable]?[known.place].givers.append(row.pseudonym)
                continue
            }
            places[hash] = (index, byVariable[index]?.count ?? 0)
            byVariable[index, default: []].append(
                OpenAnswer(
                    hash: hash, countryCode: rules.country, country: rules.name, variable: variable.name,
                    question: variable.labels["en"] ?? variable.name, text: text,
                    place: Place(file: file, row: row.row, column: binding.slotColumns[slot]),
                    givers: [row.pseudonym]))
        }
    }

    var answers: [OpenAnswer] { byVariable.sorted { $0.key < $1.key }.flatMap(\.value) }
}
