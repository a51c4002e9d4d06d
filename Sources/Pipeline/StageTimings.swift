import WeirCore
import WeirFlow
import WeirIngest

/// Where a run's time went.
public struct StageTimings: Sendable {
    /// Nanoseconds by stage, in the order of the data's way, on all threads together.
    public private(set) var busy: [(stage: String, nanoseconds: UInt64)] = []

    /// Rows and bytes of text that were prepared, and batches of both halves of the way.
    public private(set) var rows = 0
    /// Bytes of text that were prepared.
    public private(set) var bytes = 0
    /// Batches of both halves of the way.
    public private(set) var batches = 0
    /// Nanoseconds for which the readers waited for a free slot.
    public private(set) var waiting: UInt64 = 0

    init() {}

    mutating func add(_ learnt: Assembly.Prepare.Learnt, _ flow: FlowTimings) {
        add("read", flow.reading)
        rows += learnt.first.first.learnt.ingest.rows
        bytes += learnt.first.first.learnt.ingest.bytes
        add(flow)
        add("ingest", learnt.first.first.nanoseconds)
        add("redact", learnt.first.second.nanoseconds)
        add("harmonise", learnt.second.nanoseconds)
        add("part", flow.emitting)
    }

    mutating func add(_ learnt: Assembly.Finish.Learnt, _ flow: FlowTimings) {
        add("merge", flow.reading + learnt.first.first.nanoseconds)
        add("protect", learnt.first.second.nanoseconds)
        add("deliver", learnt.second.nanoseconds)
        add("write", flow.emitting)
        add(flow)
    }

    private mutating func add(_ flow: FlowTimings) {
        batches += flow.batches
        waiting += flow.waiting
    }

    /// Adds another part of the run.
    mutating func merge(_ other: Self) {
        for (stage, time) in other.busy { add(stage, time) }
        rows += other.rows
        bytes += other.bytes
        batches += other.batches
        waiting += other.waiting
    }

    /// Adds time that a stage took.
    mutating func add(_ stage: String, _ nanoseconds: UInt64) {
        if let index = busy.firstIndex(where: { $0.stage == stage }) {
            busy[index].nanoseconds += nanoseconds
        } else {
            busy.append((stage, nanoseconds))
        }
    }

    /// What was worked on, then one line a stage: busy seconds and share.
    public var text: String {
        let all = max(1, busy.reduce(0) { $0 + $1.nanoseconds })
        let head =
            "prepared \(rows) rows, \(bytes) bytes of text; \(batches) batches; readers waited \(Self.seconds(waiting)) s"
        return ([head] + busy.map { "\($0): \(Self.seconds($1)) s, \(100 * $1 / all) %" }).joined(separator: "\n")
    }

    private static func seconds(_ nanoseconds: UInt64) -> String {
        let hundredths = String(nanoseconds / 10_000_000 % 100 + 100).dropFirst()
        return "\(nanoseconds / 1_000_000_000).\(hundredths)"
    }
}
