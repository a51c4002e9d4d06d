import Foundation
import WeirCore
import WeirReport
import WeirState

/// The night in one line, with every reason for its exit status: "5 of 6 countries fresh, AL from 12 May 2021,
/// 3 answers to map, 2 files not ready, 4 other findings".
enum NightSummary {
    /// - Parameters:
    ///   - countries: in the study's order.
    ///   - uploads: all that lies in the inbox or is in force, also what belongs to no country.
    ///   - accepted: the names of findings that people left as they are.
    static func line(
        _ countries: [CountryUploads], _ uploads: [UploadRecord], accepted: Set<String> = []
    ) -> String {
        var parts = ["\(countries.count(where: \.isFresh)) of \(countries.count) countries fresh"]
        for country in countries where !country.isFresh {
            let code = country.rules.country.letters
            parts.append(country.keptSince.map { "\(code) from \(day($0))" } ?? "\(code) missing")
        }
        parts += reasons(uploads, accepted)
        if !accepted.isEmpty { parts.append("\(accepted.count) accepted") }
        return parts.joined(separator: ", ")
    }

    /// What is left to do, in counts. Together they hold every finding of severity open or refusal.
    private static func reasons(_ uploads: [UploadRecord], _ accepted: Set<String>) -> [String] {
        let open = uploads.filter { $0.state != .notReady }.flatMap(\.told).filter {
            $0.severity >= .open && !accepted.contains($0.standingName)
        }
        let counts = [
            (cells(.answerUnknown, open), "answer to map", "answers to map"),
            (cells(.answerMisread, open), "misread answer", "misread answers"),
            (cells(.columnFilled, open), "answer in columns nobody declared", "answers in columns nobody declared"),
            (
                uploads.count { $0.state == .notReady && !$0.isNothing && !$0.isArriving }, "file not ready",
                "files not ready"
            ),
            (uploads.count(where: \.isArriving), "file still being copied", "files still being copied"),
            (open.count { !named.contains($0.code) }, "other finding", "other findings"),
        ]
        return counts.filter { $0.0 > 0 }.map { count, one, several in "\(count) \(count == 1 ? one : several)" }
    }

    /// The findings that have a count of their own.
    private static let named: Set<DiagnosticCode> = [.answerUnknown, .columnFilled]

    private static func cells(_ code: DiagnosticCode, _ findings: [Diagnostic]) -> Int {
        findings.reduce(0) { $0 + ($1.code == code ? $1.count : 0) }
    }

    private static func day(_ date: Date) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December",
        ]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.day, .month, .year], from: date)
        guard let day = parts.day, let month = parts.month, let year = parts.year else { return "" }
        return "\(day) \(months[month - 1]) \(year)"
    }
}
