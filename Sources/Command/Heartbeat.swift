import Foundation
import WeirCore
import WeirPipeline
import WeirRecord
import WeirReport

/// A file that tells a monitor when a night worked last: one line of JSON with counts. It is replaced in one step, and
/// may be read by others than its owner.
struct Heartbeat {
    let file: URL

    /// - Throws: what the file system says.
    func beat(_ outcome: NightlyMerge.Outcome, of study: String, at time: Date) throws {
        let line: JSON = [
            "time": .text(time.ISO8601Format()), "study": .text(study), "dataset": .text(outcome.report.dataset),
            "rows": .integer(outcome.report.rows),
            "uploadedRows": .integer(outcome.report.countries.reduce(0) { $0 + $1.rows.total }),
            "leftToDo": .integer(outcome.report.findings.count { $0.severity >= .open }),
            "summary": .text(outcome.summary),
        ]
        let fresh = URL(filePath: file.path + ".new")
        try Data((line.line + "\n").utf8).write(to: fresh)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: fresh.path)
        guard rename(fresh.path, file.path) == 0 else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path])
        }
    }
}
