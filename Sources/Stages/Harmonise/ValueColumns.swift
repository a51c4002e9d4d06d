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
    /// - Parameter reasons: of each row; 0 where there is none.
    func set(_ reasons: UnsafeBufferPointer<UInt16>, in storage: BatchStorage) {
        let rows = storage.rowCount
        if let number {
            storage.numbers.withUnsafeMutableBufferPointer { numbers in
                let column = UnsafeMutableBufferPointer(rebasing: numbers[number * rows..<(number + 1) * rows])
                for row in 0..<rows { column[row] = reasons[row] == 0 ? column[row] : Double(reasons[row]) }
            }
        }
        storage.codes.withUnsafeMutableBufferPointer { codes in
            func fill(_ place: Int) {
                let column = UnsafeMutableBufferPointer(rebasing: codes[place * rows..<(place + 1) * rows])
                // Every value is written, so that the processor takes many at once.
                for row in 0..<rows { column[row] = reasons[row] == 0 ? column[row] : reasons[row] }
            }
            for place in self.codes { fill(place) }
            if let length { fill(length) }
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
