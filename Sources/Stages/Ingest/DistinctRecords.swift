import Foundation
import WeirCore

/// Records that say the same in all cells, kept once: of a thousand interviews most say what some other one does where
/// only few closed answers are read.
struct DistinctRecords {
    /// The cells of the records that are kept, one after the other.
    private(set) var cells: [Cell] = []
    /// How many records are kept.
    private(set) var count = 0
    private let width: Int
    /// Records by their hashes, counted from 1. Twice as many places as records, so that looking ends.
    private var places: [UInt32]
    private var hashes: [UInt64] = []

    init(width: Int, atMost count: Int) {
        self.width = width
        var size = 16
        while size < 2 * count { size *= 2 }
        places = [UInt32](repeating: 0, count: size)
        cells.reserveCapacity(width * min(count, 256))
    }

    /// A cell of the next record.
    @inline(__always)
    mutating func append(_ cell: Cell) { cells.append(cell) }

    /// Ends a record, of which all cells were appended.
    /// - Returns: which of the records that are kept says the same.
    @inline(__always)
    mutating func endRecord(_ text: UnsafeRawBufferPointer) -> Int {
        let start = count * width
        let hash = hash(from: start, text)
        var place = Int(truncatingIfNeeded: hash >> 32) & (places.count - 1)
        while places[place] != 0 {
            let record = Int(places[place]) - 1
            if hashes[record] == hash, isSame(record * width, start, text) {
                cells.removeLast(width)
                return record
            }
            place = (place + 1) & (places.count - 1)
        }
        hashes.append(hash)
        count += 1
        places[place] = UInt32(truncatingIfNeeded: count)
        return count - 1
    }

    @inline(__always)
    private func isSame(_ first: Int, _ second: Int, _ text: UnsafeRawBufferPointer) -> Bool {
        (0..<width).allSatisfy { column in
            let (one, other) = (cells[first + column], cells[second + column])
            guard one.length == other.length else { return false }
            guard one.hasText, let base = text.baseAddress else { return true }
            return memcmp(base + Int(one.offset), base + Int(other.offset), Int(one.length)) == 0
        }
    }

    /// Each cell's length and the eight bytes at its ends; what they do not tell apart is compared.
    @inline(__always)
    private func hash(from start: Int, _ text: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0
        for cell in cells[start...] {
            hash = (hash ^ UInt64(cell.length)) &* 0x9E37_79B9_7F4A_7C15
            guard cell.hasText else { continue }
            let (first, end) = (Int(cell.offset), Int(cell.offset) + Int(cell.length))
            if cell.length >= 8 {
                hash ^= text.loadUnaligned(fromByteOffset: first, as: UInt64.self)
                hash = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
                hash ^= text.loadUnaligned(fromByteOffset: end - 8, as: UInt64.self)
            } else {
                for byte in text[first..<end] { hash = hash << 8 ^ hash >> 56 ^ UInt64(byte) }
            }
            hash = (hash ^ hash >> 29) &* 0x9E37_79B9_7F4A_7C15
        }
        return hash
    }
}
