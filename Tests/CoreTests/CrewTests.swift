import Dispatch
import Foundation
import Synchronization
import Testing

@testable import WeirCore

/// How many hands are at work, and how many were at most.
private struct Hands {
    var now = 0
    var most = 0
}

@Suite struct CrewTests {
    @Test(arguments: [1, 2, 7])
    func outcomesKeepTheOrderOfTheTasks(hands: Int) {
        let busy = Mutex(Hands())
        let outcomes = Crew.does(40, hands: hands) { number in
            busy.withLock {
                $0.now += 1
                $0.most = max($0.most, $0.now)
            }
            usleep(UInt32(number * 37 % 11) * 100)
            busy.withLock { $0.now -= 1 }
            return number * number
        }
        #expect(outcomes == (0..<40).map { $0 * $0 })
        #expect(busy.withLock { $0.most } <= hands)
    }

    @Test func twoTasksMayWaitForEachOther() {
        let (first, second) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
        let outcomes = Crew.does(2, hands: 2) { number in
            (number == 0 ? first : second).signal()
            return (number == 0 ? second : first).wait(timeout: .now() + 60) == .success
        }
        #expect(outcomes == [true, true])
    }

    @Test func noTasksAreDoneAtOnce() { #expect(Crew.does(0) { $0 }.isEmpty) }
}
