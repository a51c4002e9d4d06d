import Foundation
import WeirCore

/// The questions' texts of all layouts of a study, to know a header row again in the middle of the data: a sign that
/// files were put behind each other.
struct HeaderTexts: Sendable {
    private let texts: Set<[UInt8]>
    /// One bit for each text, so that nearly every answer is told apart from a header without a look at the set.
    private let bits: [UInt64]

    /// - Parameters:
    ///   - headers: texts of header rows; second rows are left out, because answers repeat an option's wording.
    ///   - answers: wording of answers, which is no sign of a header.
    init(_ headers: [String], except answers: Set<String>) {
        // A number or a single letter may be an answer that nobody listed.
        let texts = headers.filter { header in
            header.utf8.count > 1 && header.contains(where: \.isLetter) && !answers.contains(header)
        }
        self.texts = Set(texts.map { Array($0.utf8) })
        var bits = [UInt64](repeating: 0, count: Self.bits >> 6)
        for text in self.texts {
            let bit = text.withUnsafeBytes { Self.bit(of: $0) }
            bits[bit >> 6] |= 1 << UInt64(bit & 63)
        }
        self.bits = bits
    }

    /// Whether most cells of a record are texts of headers, three of them at least.
    func isHeader(_ record: UnsafeBufferPointer<Cell>, in bytes: UnsafeRawBufferPointer) -> Bool {
        guard showsItself(record, in: bytes) else { return false }
        let filled = record.count { $0.length > 0 }
        let known = bits.withUnsafeBufferPointer { bits in record.count { contains($0, bytes, bits) } }
        return known >= 3 && 2 * known > filled
    }

    /// A header row shows itself in its first cells already; only then are all of them looked at.
    @inline(__always)
    private func showsItself(_ record: UnsafeBufferPointer<Cell>, in bytes: UnsafeRawBufferPointer) -> Bool {
        bits.withUnsafeBufferPointer { bits in
            var looks = 0
            for cell in record where cell.length > 0 {
                if contains(cell, bytes, bits) { return true }
                looks += 1
                if looks == 24 { return false }
            }
            return false
        }
    }

    @inline(__always)
    private func contains(
        _ cell: Cell, _ bytes: UnsafeRawBufferPointer, _ bits: UnsafeBufferPointer<UInt64>
    ) -> Bool {
        guard cell.length > 1 else { return false }
        let text = bytes[cell]
        let bit = Self.bit(of: text)
        return bits[bit >> 6] & (1 << UInt64(bit & 63)) != 0 && texts.contains(Array(text))
    }

    /// Many more than there are headers, and few enough to stay in the processor's nearest memory.
    private static let bits = 1 << 16

    /// One of all bits, by the length and four bytes.
    @inline(__always)
    private static func bit(of text: UnsafeRawBufferPointer) -> Int {
        let count = text.count
        let ends = UInt64(text[0]) << 8 | UInt64(text[count - 1])
        let middle = UInt64(text[count / 3]) << 8 | UInt64(text[count / 2])
        let key = UInt64(truncatingIfNeeded: count) << 32 | ends << 16 | middle
        return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 48)
    }
}

extension UnsafeRawBufferPointer {
    /// A cell's text.
    @inline(__always)
    subscript(_ cell: Cell) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: self[Int(cell.offset)..<Int(cell.offset + cell.length)])
    }

    /// Whether another text is the same.
    @inline(__always)
    func isSame(as other: UnsafeRawBufferPointer) -> Bool {
        guard count == other.count else { return false }
        guard let one = baseAddress, let two = other.baseAddress else { return count == 0 }
        return memcmp(one, two, count) == 0
    }
}
