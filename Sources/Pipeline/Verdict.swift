import WeirCore
import WeirKeys
import WeirStudy

/// What follows from a file and the study's definition alone, as one digest: no key, no earlier upload and nobody's
/// decision is in it. A partner's check and the merge come to the same one, or they did not look at the same thing.
struct Verdict {
    /// In hexadecimal digits.
    let text: String

    /// - Parameter findings: what was found in the file, in its fixed order; others do not count.
    init(of upload: Digest, _ country: CountryCode, in study: Study, findings: [Diagnostic]) {
        var digester = Digester()
        digester.update("weir verdict 1")
        digester.update(upload.hexadecimal)
        digester.update(country.letters)
        for file in study.files(for: country) {
            digester.update(file.name)
            digester.update(Digest(of: file.bytes).hexadecimal)
        }
        for finding in findings where finding.code.followsFromUpload { digester.update(Self.line(finding)) }
        text = digester.finish().hexadecimal
    }

    /// A finding without the file's name: the same bytes may come under another one.
    private static func line(_ finding: Diagnostic) -> String {
        let place = [finding.place.row, finding.place.column].map { $0.map(String.init) ?? "" }
        let rows = finding.firstRows.map(String.init).joined(separator: ",")
        return ([finding.code.rawValue] + place + [finding.label, String(finding.count), rows]).joined(separator: "\t")
    }
}
