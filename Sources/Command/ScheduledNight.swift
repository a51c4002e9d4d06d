import Foundation

/// A merge that a machine starts every night: its command line, and what the machine has to know of it. No way leads from
/// here to a release.
struct ScheduledNight {
    var program: String
    /// The study's folder, and the name that the units have from it.
    var study: String
    var name: String
    var inbox: String
    var out: String
    var state: String
    var keys: String
    var heartbeat: String?
    var time: TimeOfDay
    var user: String
    /// A command line of sh, to which a night that failed is told on standard input.
    var notify: String?

    /// What is started.
    var words: [String] {
        [program, "merge", study, "--inbox", inbox, "--out", out, "--state", state, "--keys", keys]
            + (heartbeat.map { ["--heartbeat", $0] } ?? []) + ["--quiet"]
    }

    /// The folders that the night writes into; reports for partners go into the inbox.
    var written: [String] {
        let folders =
            [out, state, inbox] + (heartbeat.map { [URL(filePath: $0).deletingLastPathComponent().path] } ?? [])
        let distinct = folders.enumerated().filter { !folders[..<$0].contains($1) }.map(\.1)
        return distinct.filter { folder in !distinct.contains { $0 != folder && folder.hasPrefix($0 + "/") } }
    }

    /// All that it reads and writes.
    var places: [String] { [program, study, keys] + written }

    /// The name of the units and of cron's file, which takes letters, digits and hyphens.
    var unit: String {
        "weir-" + String(name.unicodeScalars.map { Self.isPlain($0) ? Character($0) : "-" })
    }

    private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
    }

    /// The exit statuses after which nobody has to be called: done, something left to do that the findings name, and
    /// nothing changed.
    static let healthy = [ExitStatus.done.rawValue, ExitStatus.leftToDo.rawValue, ExitStatus.nothingChanged.rawValue]
}

/// A time of day, `02:30`.
struct TimeOfDay {
    let hour, minute: Int

    /// Nil when the text is no time.
    init?(_ text: String) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isASCII) }),
            let hour = Int(parts[0]), let minute = Int(parts[1]), (0..<24).contains(hour), (0..<60).contains(minute)
        else { return nil }
        self.hour = hour
        self.minute = minute
    }

    /// `02:30`.
    var text: String { [hour, minute].map { ($0 < 10 ? "0" : "") + String($0) }.joined(separator: ":") }
}
