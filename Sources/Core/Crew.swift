import Dispatch
import Foundation

/// Tasks done side by side by several hands. Each hand is a thread of its own, so that it takes none of those on which
/// flows work, also when a task waits, as reading does.
public enum Crew {
    /// Does all tasks, beginning them in their order.
    ///
    /// - Parameters:
    ///   - count: how many tasks there are; each is known by its number, from 0 on.
    ///   - hands: how many are under way at once.
    /// - Returns: what each task came to, in the order of their numbers.
    public static func does<Outcome: Sendable>(
        _ count: Int, hands: Int = Processors.available, _ task: @escaping @Sendable (Int) -> Outcome
    ) -> [Outcome] {
        let desk = Desk<Outcome>(count)
        let group = DispatchGroup()
        for _ in 0..<min(hands, count) {
            group.enter()
            Thread {
                while let number = desk.next() { desk.put(task(number), number) }
                group.leave()
            }.start()
        }
        group.wait()
        return desk.all
    }
}

/// The tasks that nobody has begun, and what the others came to.
///
/// Unchecked Sendable: everything is touched under `lock` only.
private final class Desk<Outcome>: @unchecked Sendable {
    private let lock = Lock()
    private var begun = 0
    private var outcomes: [Outcome?]

    init(_ count: Int) { outcomes = Array(repeating: nil, count: count) }

    func next() -> Int? {
        lock.run {
            guard begun < outcomes.count else { return nil }
            begun += 1
            return begun - 1
        }
    }

    func put(_ outcome: Outcome, _ number: Int) { lock.run { outcomes[number] = outcome } }

    var all: [Outcome] { lock.run { outcomes.compactMap(\.self) } }
}
