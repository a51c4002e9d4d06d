import Dispatch
public import WeirCore

/// Runs one stage, or a chain of them, over the batches of a source.
///
/// The calling thread reads and waits for free slots; workers on a concurrent queue never wait; a serial queue emits
/// in the order of reading. The first error stops the reader, lets the running workers end and is thrown.
public struct Flow: Sendable {
    /// How many batches may be anywhere between the reader and the end.
    public let slots: Int

    /// A flow for this machine: two batches a core, and two for the reader's hand.
    public init(slots: Int = 2 * Flow.cores + 2) { self.slots = slots }

    /// The processors this process may run on.
    public static let cores = Processors.available

    /// Reads until `read` returns nil, works, emits, and returns what was learnt.
    ///
    /// - Parameters:
    ///   - read: hands over the next input; called on the calling thread.
    ///   - stage: works on one input; called on several threads at once.
    ///   - emit: takes a finished output; called one at a time, in the order of reading.
    /// - Throws: the first error of any of the three. When it is thrown nothing of the flow is running any more.
    public func run<S: Stage>(
        _ stage: S, reading read: () throws -> S.Input?, emitting emit: @escaping @Sendable (S.Output) throws -> Void
    ) throws -> (learnt: S.Learnt, timings: FlowTimings) {
        let engine = Engine(stage: stage, slots: slots, emit: emit)
        do {
            while engine.takeSlot() {
                let started = DispatchTime.now()
                guard let input = try read() else { break }
                engine.timings.add(reading: started)
                engine.start(input)
            }
        } catch { engine.cancel(with: error) }
        return try engine.finish()
    }
}

/// The thin shell of locks and queues around the slot ledger.
///
/// Unchecked Sendable: `ledger`, `failure` and `learnt` are touched under `lock` or on the serial `end` queue only.
private final class Engine<S: Stage>: @unchecked Sendable {
    private struct Product {
        let output: S.Output
        let learnt: S.Learnt
    }

    private let stage: S
    private let emit: @Sendable (S.Output) throws -> Void
    private let lock = Lock()
    private let free: DispatchSemaphore
    private let slots: Int
    private let workers = DispatchQueue(label: "weir.flow.workers", attributes: .concurrent)
    private let end = DispatchQueue(label: "weir.flow.end")
    private let group = DispatchGroup()
    private var ledger = SlotLedger<Product>()
    private var failure: (any Error)?
    private var learnt = S.Learnt()
    let timings = TimingRecorder()

    init(stage: S, slots: Int, emit: @escaping @Sendable (S.Output) throws -> Void) {
        self.stage = stage
        self.emit = emit
        self.slots = slots
        free = DispatchSemaphore(value: slots)
    }

    /// Waits for a slot; false when the flow was cancelled.
    func takeSlot() -> Bool {
        let started = DispatchTime.now()
        free.wait()
        timings.add(waiting: started)
        return lock.run { !ledger.isCancelled }
    }

    func start(_ input: S.Input) {
        guard let sequence = lock.run({ ledger.admit() }) else { return }
        workers.async(group: group) { [self] in work(sequence, input) }
    }

    private func work(_ sequence: Int, _ input: S.Input) {
        guard !lock.run({ ledger.isCancelled }) else { return }
        do {
            let started = DispatchTime.now()
            let (output, learnt) = try stage.process(input)
            timings.add(working: started)
            hand(sequence, Product(output: output, learnt: learnt))
        } catch { cancel(with: error) }
    }

    /// Puts the batches that are ready on the end queue while the lock is held, so that their order there is theirs.
    private func hand(_ sequence: Int, _ product: Product) {
        lock.run {
            guard case .emit(let ready) = ledger.finish(sequence, product) else { return }
            end.async(group: group) { [self] in ready.forEach(deliver) }
        }
    }

    private func deliver(_ product: Product) {
        guard !lock.run({ ledger.isCancelled }) else { return }
        do {
            let started = DispatchTime.now()
            learnt.merge(product.learnt)
            try emit(product.output)
            timings.add(emitting: started)
            free.signal()
        } catch { cancel(with: error) }
    }

    func cancel(with error: any Error) {
        lock.run {
            if failure == nil { failure = error }
            ledger.cancel()
        }
        free.signal()
    }

    func finish() throws -> (learnt: S.Learnt, timings: FlowTimings) {
        group.wait()
        // A semaphore must not die below its first value.
        for _ in 0..<slots { free.signal() }
        return try end.sync {
            if let failure { throw failure }
            return (learnt, timings.total)
        }
    }
}
