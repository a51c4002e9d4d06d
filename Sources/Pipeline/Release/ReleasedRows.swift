import WeirCore
import WeirMerge
import WeirProtect

/// The rows of a protected table in the order of their new names, in batches: what every format of a release is written
/// from. Open answers are not in such a table.
struct ReleasedRows {
    let table: MicroTable
    let names: [Pseudonym]
    let schema: Schema

    var batches: [Batch<Protected>] {
        let order = names.indices.sorted { names[$0] < names[$1] }
        return stride(from: 0, to: order.count, by: PartMerge.blockRows).map { start in
            batch(order[start..<min(order.count, start + PartMerge.blockRows)])
        }
    }

    private func batch(_ rows: ArraySlice<Int>) -> Batch<Protected> {
        let storage = BatchStorage(bytes: [], firstRow: 0, firstByte: 0)
        storage.rowCount = rows.count
        storage.allocateValues(for: schema)
        storage.pseudonyms = rows.map { names[$0] }
        for (column, values) in table.codes {
            for (place, row) in rows.enumerated() { storage.codes[column * rows.count + place] = values[row] }
        }
        for (column, values) in table.numbers {
            for (place, row) in rows.enumerated() { storage.numbers[column * rows.count + place] = values[row] }
        }
        return Batch(storage)
    }
}
