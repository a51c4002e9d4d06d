import WeirCore

/// The columns of a variable in a batch, as numbers alone: every row goes through those of all variables.
struct ValueColumns: Sendable {
    private let number: Int?
    /// One, or one for each option of a multi-select.
    let codes: Range<Int>
    private let length: Int?

    init(_ places: Schema.Places, options: Int) {
        number = places.number
        codes = places.code.map { $0..<($0 + options) } ?? 0..<0
        length = places.length
    }

    /// Writes a reason into all of them in each row that has one.
    @inline(__always)
    func set(in storage: BatchStorage, _ reason: (_ row: Int) -> MissingReason?) {
        let rows = storage.rowCount
        if let number {
            storage.numbers.withUnsafeMutableBufferPointer { numbers in
                for row in 0..<rows {
                    if let reason = reason(row) { numbers[number * rows + row] = Double(reason.rawValue) }
                }
            }
        }
        storage.codes.withUnsafeMutableBufferPointer { codes in
            for column in Array(self.codes) + (length.map { [$0] } ?? []) {
                for row in 0..<rows {
                    if let reason = reason(row) { codes[column * rows + row] = reason.rawValue }
                }
            }
        }
    }

    /// Writes a reason into all of them.
    func set(_ reason: MissingReason, _ storage: BatchStorage, _ row: Int) {
        let rows = storage.rowCount
        if let number { storage.numbers[number * rows + row] = Double(reason.rawValue) }
        for column in codes { storage.codes[column * rows + row] = reason.rawValue }
        if let length { storage.codes[length * rows + row] = reason.rawValue }
    }
}
