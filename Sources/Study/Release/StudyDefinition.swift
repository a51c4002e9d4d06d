public import Foundation
public import WeirCore

/// A study and its rules for releases as far as their files can be read, with every mistake in any of them: whoever asks
/// for a release is told at once all that stands against it.
public struct StudyDefinition: Sendable {
    /// The study; nil when not even its codebook and the country's variable are known.
    public var study: Study?
    /// What it says about releases.
    public var rules = ReleaseRules()
    /// Every mistake in every file; nothing is released while there is one.
    public var mistakes: [Diagnostic]

    /// Reads a study's folder.
    public init(folder: URL) {
        var reader = StudyReader(folder: folder)
        study = reader.read()
        mistakes = reader.problems.contains { $0.severity == .refusal } ? reader.problems : []
        guard let codebook = reader.codebook else { return }
        var further = ReleaseRulesReader(
            folder: folder, codebook: study?.forReleases.codebook ?? codebook, country: study?.countryVariable)
        rules = further.read()
        mistakes += further.problems.filter { !reader.declared.explain($0, codebook) }
    }
}
