import Dispatch
import Foundation
import Synchronization
import TestSupport
import Testing
import WeirCore

@testable import WeirFlow

/// Adds up what it is given.
private struct Sum: Summary {
    var order: [Int] = []
    init() {}
    mutating func merge(_ later: Self) { order += later.order }
}

/// A stage made of a closure.
private struct Work: Stage {
    let name = "work"
    let body: @Sendable (Int) throws -> Int

    func process(_ input: Int) throws -> (Int, Sum) {
        var sum = Sum()
        sum.order = [input]
        return (try body(input), sum)
    }
}

private struct Trouble: Error, Equatable { var number: Int }

/// Hands out 0, 1, … and counts how many it handed out.
private final class Numbers {
    private(set) var count = 0
    private let end: Int

    init(_ end: Int) { self.end = end }

    func next() -> Int? {
        guard count < end else { return nil }
        count += 1
        return count - 1
    }
}

@Suite struct FlowTests {
    @Test(arguments: [1, 2, 6, 40])
    func `outputs and summaries keep the order of reading`(slots: Int) throws {
        let numbers = Numbers(300)
        let emitted = Mutex<[Int]>([])
        var random = SeededRandom(seed: 11)
        let pauses = (0..<300).map { _ in UInt32.random(in: 0...300, using: &random) }
        let run = try Flow(slots: slots).run(
            Work {
                usleep(pauses[$0])
                return $0 * 2
            }, reading: numbers.next, emitting: { output in emitted.withLock { $0.append(output) } })
        #expect(emitted.withLock { $0 } == (0..<300).map { $0 * 2 })
        #expect(run.learnt.order == Array(0..<300))
        #expect(run.timings.batches == 300)
    }

    @Test func `nothing read is nothing emitted`() throws {
        let run = try Flow().run(Work { $0 }, reading: { nil }, emitting: { _ in Issue.record("emitted") })
        #expect(run.learnt.order.isEmpty)
    }

    /// Two batches meet inside the work: that is possible only when both are in flight at once.
    @Test func `two batches are in flight at once`() throws {
        let met = DispatchSemaphore(value: 0)
        let inside = Mutex(0)
        let meetings = Mutex(0)
        let numbers = Numbers(2)
        _ = try Flow(slots: 2).run(
            Work { number in
                if inside.withLock({
                    $0 += 1; return $0 == 2
                }) {
                    met.signal()
                    met.signal()
                }
                if met.wait(timeout: .now() + 20) == .success { meetings.withLock { $0 += 1 } }
                return number
            }, reading: numbers.next, emitting: { _ in })
        #expect(meetings.withLock { $0 } == 2)
    }

    @Test(arguments: [1, 3, 6])
    func `a slow end stops the reader`(slots: Int) throws {
        let emitted = Mutex(0)
        let furthest = Mutex(0)
        let numbers = Numbers(60)
        _ = try Flow(slots: slots).run(
            Work { $0 },
            reading: {
                let next = numbers.next()
                furthest.withLock { $0 = max($0, numbers.count - emitted.withLock { $0 }) }
                return next
            },
            emitting: { _ in
                usleep(2000)
                emitted.withLock { $0 += 1 }
            })
        // One more than the slots: the end counts a batch just before its slot is free.
        #expect(furthest.withLock { $0 } <= slots + 1)
        #expect(furthest.withLock { $0 } >= slots)
    }

    @Test(arguments: ["read", "work", "emit"])
    func `an error ends the flow, and nothing runs after it`(place: String) throws {
        let running = Mutex(0)
        let emittedBehind = Mutex(false)
        let numbers = Numbers(1000)
        #expect(throws: Trouble(number: 20)) {
            _ = try Flow(slots: 4).run(
                Work { number in
                    running.withLock { $0 += 1 }
                    defer { running.withLock { $0 -= 1 } }
                    if place == "work", number == 20 { throw Trouble(number: 20) }
                    return number
                },
                reading: {
                    let number = numbers.next()
                    if place == "read", number == 20 { throw Trouble(number: 20) }
                    return number
                },
                emitting: { number in
                    if number > 20 { emittedBehind.withLock { $0 = true } }
                    if place == "emit", number == 20 { throw Trouble(number: 20) }
                })
        }
        #expect(running.withLock { $0 } == 0)
        #expect(!emittedBehind.withLock { $0 })
        #expect(numbers.count <= 20 + 1 + 4 + 1)
    }

    @Test func `an error with one slot does not hang`() throws {
        let numbers = Numbers(10)
        #expect(throws: Trouble(number: 0)) {
            _ = try Flow(slots: 1).run(
                Work { _ in throw Trouble(number: 0) }, reading: numbers.next, emitting: { _ in })
        }
    }

    @Test func `a timed stage changes nothing but notes its time`() throws {
        let (output, learnt) = try Work { number in
            usleep(1000)
            return number + 1
        }.timed.process(41)
        #expect(output == 42)
        #expect(learnt.learnt.order == [41])
        #expect(learnt.nanoseconds >= 1_000_000)
    }
}

@Suite struct SlotLedgerTests {
    /// All orders in which five batches may be finished.
    private func permutations(_ items: [Int]) -> [[Int]] {
        guard items.count > 1 else { return [items] }
        return items.flatMap { first in
            permutations(items.filter { $0 != first }).map { [first] + $0 }
        }
    }

    @Test func `whatever finishes first, batches are emitted in order`() {
        for order in permutations([0, 1, 2, 3, 4]) {
            var ledger = SlotLedger<Int>()
            for _ in order { _ = ledger.admit() }
            var emitted: [Int] = []
            for number in order {
                if case .emit(let ready) = ledger.finish(number, number) { emitted += ready }
            }
            #expect(emitted == [0, 1, 2, 3, 4], "\(order)")
            #expect(ledger.inFlight == 0)
        }
    }

    @Test func `a batch waits for the ones before it`() {
        var ledger = SlotLedger<String>()
        #expect(ledger.admit() == 0)
        #expect(ledger.admit() == 1)
        #expect(ledger.inFlight == 2)
        guard case .wait = ledger.finish(1, "b") else {
            Issue.record("emitted too early")
            return
        }
        guard case .emit(let ready) = ledger.finish(0, "a") else {
            Issue.record("not emitted")
            return
        }
        #expect(ready == ["a", "b"])
    }

    @Test func `after a cancellation nothing is admitted or emitted`() {
        var ledger = SlotLedger<Int>()
        _ = ledger.admit()
        ledger.cancel()
        #expect(ledger.isCancelled)
        #expect(ledger.admit() == nil)
        guard case .wait = ledger.finish(0, 0) else {
            Issue.record("emitted after a cancellation")
            return
        }
    }
}
