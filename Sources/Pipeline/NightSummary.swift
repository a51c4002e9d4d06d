import Foundation
import WeirCore
import WeirReport

/// The night in one line: "5 of 6 countries fresh, AL from 12 May, 3 answers to map".
enum NightSummary {
    static func line(_ countries: [CountryUploads]) -> String {
        var parts = ["\(countries.count(where: \.isFresh)) of \(countries.count) countries fresh"]
        for country in countries where !country.isFresh {
            let code = country.rules.country.letters
            parts.append(country.keptSince.map { "\(code) from \(day($0))" } ?? "\(code) missing")
        }
        let notReady = countries.flatMap(\.records).count { $0.state == .notReady && !$0.isNothing }
        if notReady > 0 { parts.append("\(notReady) \(notReady == 1 ? "upload" : "uploads") not ready") }
        let unmapped = countries.flatMap(\.records).filter { $0.state != .notReady }.flatMap(\.findings).filter {
            $0.code == .answerUnknown
        }
        .reduce(0) { $0 + $1.count }
        if unmapped > 0 { parts.append("\(unmapped) \(unmapped == 1 ? "answer" : "answers") to map") }
        return parts.joined(separator: ", ")
    }

    private static func day(_ date: Date) -> String {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ]
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return "\(calendar.component(.day, from: date)) \(months[calendar.component(.month, from: date) - 1])"
    }
}
