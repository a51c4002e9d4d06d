import Foundation
import WeirCore
import WeirPipeline
import WeirRecord
import WeirReport

/// A file that tells a monitor when a night worked last: one line of JSON with counts. It is replaced in one step, and
/// may be read by others than its owner.
struct Heartbeat {
    let file: URL

    /// What a monitor learns of a night: counts.
    struct Pulse {
        var dataset: String
        var rows, uploadedRows, leftToDo: Int
        var summary: String
    }

    /// - Throws: what the file system says.
    func beat(_ pulse: Pulse, of study: String, at time: Date) throws {
        let line: JSON = [
            "time": .text(time.ISO8601Format()), "study": .text(study), "dataset": .text(pulse.dataset),
            "rows": .integer(pulse.rows), "uploadedRows": .integer(pulse.uploadedRows),
            "leftToDo": .integer(pulse.leftToDo), "summary": .text(pulse.summary),
        ]
        let fresh = URL(filePath: file.path + ".new")
        try Data((line.line + "\n").utf8).write(to: fresh)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fresh.path)
        guard rename(fresh.path, file.path) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
        }
    }
}

extension Heartbeat.Pulse {
    /// Of a night that made a data set.
    init(_ outcome: NightlyMerge.Outcome) {
        self.init(
            dataset: outcome.report.dataset, rows: outcome.report.rows,
            uploadedRows: outcome.report.countries.reduce(0) { $0 + $1.rows.total }, leftToDo: outcome.open.count,
            summary: outcome.summary)
    }

    /// Of a night in which nothing had changed.
    init(_ night: NightlyMerge.Unchanged) {
        self.init(
            dataset: night.dataset, rows: night.rows, uploadedRows: night.uploadedRows, leftToDo: night.leftToDo,
            summary: night.summary)
    }
}
