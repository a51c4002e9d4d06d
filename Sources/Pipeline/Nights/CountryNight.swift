import WeirCore
import WeirKeys
import WeirReport
import WeirState
import WeirStudy

extension CountryNight {
    /// A country's uploads and what the night's report counts of them.
    init(_ uploads: CountryUploads, _ report: RunReport, merged dispositions: Set<Disposition>) {
        let code = uploads.rules.country
        self.init(country: code.letters)
        if let newest = uploads.accepted.last {
            file = newest.file
            since = newest.since
            lastDay = uploads.records.first { $0.part == newest.part }?.summary?.lastDay ?? 0
        }
        isFresh = uploads.isFresh
        notReady = uploads.records.count { $0.state == .notReady && !$0.isNothing }
        guard let country = report.countries.first(where: { $0.code == code }) else { return }
        // Rows of replaced uploads are once more in the one that replaces them.
        let counting = country.uploads.filter { [.inForce, .kept].contains($0.state) }
        rows = counting.reduce(into: DispositionCounts()) { $0.merge($1.rows) }.byWord
        merged = dispositions.reduce(0) { $0 + country.rows[$1] }
        unmapped = country.unmapped
        untranslated = country.untranslated
    }
}

extension CountryNight.Basis {
    /// - Parameter inForce: the country's uploads that count.
    init(
        of country: CountryCode, inForce: [Ledger.Accepted], _ night: NightInputs, _ study: Study, _ keys: StudyKeys
    ) throws {
        let files = study.files(for: country).map { "\($0.name) \(Digest(of: $0.bytes).hexadecimal)" }
        self.init(
            uploads: Self.short(inForce.map(\.upload).sorted()), definition: Self.short(files.sorted()),
            decisions: Self.short([try night.review.digest(of: country)]),
            keys: Self.short([keys.fingerprint.hexadecimal]), program: Self.short([night.program.hexadecimal]))
    }

    private static func short(_ texts: [String]) -> String {
        String(Digest(of: texts.joined(separator: "\n")).hexadecimal.prefix(12))
    }
}
