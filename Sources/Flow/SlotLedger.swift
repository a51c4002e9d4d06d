/// Who may go on: the rules of a flow without its threads. Events in, actions out.
///
/// A batch takes a slot when it is read and gives it back when it is emitted; batches are emitted in the order they
/// were read. So at most `slots` batches are anywhere in the flow, and a slow end stops the reader.
struct SlotLedger<Product> {
    /// What the shell has to do after a batch is finished.
    enum Action {
        /// Nothing: an earlier batch is still being worked on.
        case wait
        /// Emit these, in this order.
        case emit([Product])
    }

    private var waiting: [Int: Product] = [:]
    private var next = 0
    private var read = 0
    private(set) var isCancelled = false

    /// The batches that were read and not yet handed out for emission.
    var inFlight: Int { read - next }

    /// The reader has a batch: its sequence number, or nil when the flow was cancelled.
    mutating func admit() -> Int? {
        guard !isCancelled else { return nil }
        read += 1
        return read - 1
    }

    /// A worker finished a batch.
    mutating func finish(_ sequence: Int, _ product: Product) -> Action {
        guard !isCancelled else { return .wait }
        waiting[sequence] = product
        var ready: [Product] = []
        while let product = waiting.removeValue(forKey: next) {
            ready.append(product)
            next += 1
        }
        return ready.isEmpty ? .wait : .emit(ready)
    }

    /// Something went wrong: nothing more is admitted or emitted.
    mutating func cancel() {
        isCancelled = true
        waiting.removeAll()
    }
}
