import WeirCore
import WeirFlow

/// Where a run's time went.
public struct StageTimings: Sendable {
    /// Nanoseconds by stage, in the order of the data's way, on all threads together.
    public private(set) var busy: [(stage: String, nanoseconds: UInt64)] = []

    init() {}

    mutating func add(_ learnt: Assembly.Prepare.Learnt, _ flow: FlowTimings) {
        add("read", flow.reading)
        add("ingest", learnt.first.first.nanoseconds)
        add("redact", learnt.first.second.nanoseconds)
        add("harmonise", learnt.second.nanoseconds)
        add("part", flow.emitting)
    }

    mutating func add(_ learnt: Assembly.Finish.Learnt, _ flow: FlowTimings) {
        add("merge", flow.reading)
        add("protect", learnt.first.nanoseconds)
        add("deliver", learnt.second.nanoseconds + flow.emitting)
    }

    /// Adds time that a stage took.
    mutating func add(_ stage: String, _ nanoseconds: UInt64) {
        if let index = busy.firstIndex(where: { $0.stage == stage }) {
            busy[index].nanoseconds += nanoseconds
        } else {
            busy.append((stage, nanoseconds))
        }
    }

    /// One line a stage: seconds and share.
    public var text: String {
        let all = max(1, busy.reduce(0) { $0 + $1.nanoseconds })
        return busy.map { stage, nanoseconds in
            let tenths = nanoseconds / 10_000_000
            return "\(stage): \(tenths / 100).\(tenths % 100 < 10 ? "0" : "")\(tenths % 100) s, \(100 * nanoseconds / all) %"
        }.joined(separator: "\n")
    }
}
