public import Foundation
public import WeirCore
public import WeirReport
public import WeirStudy

/// Writes a report beside a country's uploads, in the country's language, for whoever put them there: she needs nothing
/// but a browser.
public struct PartnerReports {
    private let study: Study
    private let inbox: Inbox

    /// Reports of a study's inbox.
    /// - Throws: `Diagnostics` when the study's stages are wrong.
    public init(study: Study, inbox: URL) throws {
        let problems = Assembly.problems(in: study)
        guard problems.isEmpty else { throw Diagnostics(problems) }
        self.study = study
        self.inbox = Inbox(inbox)
    }

    /// Checks what lies in a country's folder and writes its report.
    /// - Parameter state: what follows from earlier uploads and decisions, with the upload's name in the inbox.
    /// - Returns: the report; nil when the country has no folder.
    /// - Throws: what the file system says.
    @discardableResult
    public func write(_ country: CountryCode, state: [Diagnostic] = []) throws -> CheckReport? {
        let folder = inbox.root.appending(path: country.letters)
        guard let rules = study.rules(for: country), let check = try UploadCheck(study: study, country: country),
            FileManager.default.fileExists(atPath: folder.path)
        else { return nil }
        let entries = try inbox.entries(of: [country]).entries
        var uploads = try entries.map { try check.check(path: $0.path) }
        let general = StateFindings(state).add(to: &uploads, named: entries.map(\.name))
        let language = Self.language(of: rules)
        var report = CheckReport(
            study: study.title, uploads: uploads, language: language, headerLanguage: check.language,
            general: general)
        report.isBesideReceipts = true
        let target = Self.place(of: rules, in: inbox)
        let page = Data(try report.page().utf8)
        // A page that says the same is left alone, so that a shared folder has nothing to copy.
        if (try? Data(contentsOf: target)) != page { try page.write(to: target, options: .atomic) }
        try share(target, like: folder)
        return report
    }

    /// Where a country's report stands.
    static func place(of rules: CountryRules, in inbox: Inbox) -> URL {
        inbox.root.appending(path: rules.country.letters)
            .appending(path: "report-\(language(of: rules).rawValue).html")
    }

    private static func language(of rules: CountryRules) -> ReportLanguage {
        ReportLanguage(rawValue: rules.language) ?? .english
    }

    /// Whoever may read the folder may read the report, though everything else that weir writes is its user's alone.
    private func share(_ report: URL, like folder: URL) throws {
        let manager = FileManager.default
        let allowed = try manager.attributesOfItem(atPath: folder.path)[.posixPermissions] as? Int ?? 0o600
        try manager.setAttributes([.posixPermissions: allowed & 0o444 | 0o600], ofItemAtPath: report.path)
    }
}
