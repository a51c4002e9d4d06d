import Foundation
import WeirCore

/// Finds an answer's code by its bytes: exactly first, then however an export may have spelt it. A class, because every
/// cell is looked up in one, and a copy would count the references of each of its parts.
final class AnswerTable: Sendable {
    /// Where an answer's wording stands among all. Plain numbers, so that looking at one counts no references.
    fileprivate struct Entry: Sendable, BitwiseCopyable {
        var ends = Ends(first: 0, last: 0)
        var start: UInt32 = 0
        var length: UInt32 = 0
        var code: UInt16 = 0
        var isTaken = false
    }

    /// The first and the last bytes of a text: with its length all of it, when there are no more than sixteen.
    fileprivate struct Ends: Equatable, Sendable, BitwiseCopyable {
        var first: UInt64
        var last: UInt64

        static let size = 16
    }

    private let slots: [Entry]
    private let wordings: [UInt8]
    private let mask: Int
    private let folded: [String: UInt16]
    /// How many parts the wording of one answer has between separators, at most.
    let mostParts: Int

    /// - Parameter separator: what stands between several answers in one cell.
    init(_ answers: [(text: String, code: UInt16)], separator: String = "") {
        var size = 4
        while size < 2 * answers.count { size *= 2 }
        mask = size - 1
        var slots = [Entry](repeating: Entry(), count: size)
        var wordings: [UInt8] = []
        for (text, code) in answers {
            let bytes = Array(text.utf8)
            let ends = bytes.withUnsafeBytes { Self.ends(of: $0) }
            var slot = Self.slot(ends, bytes.count, size - 1)
            while slots[slot].isTaken { slot = (slot + 1) & (size - 1) }
            slots[slot] = Entry(
                ends: ends, start: UInt32(wordings.count), length: UInt32(bytes.count), code: code, isTaken: true)
            wordings += bytes
        }
        self.slots = slots
        self.wordings = wordings
        mostParts = answers.map { Self.parts(of: $0.text, between: separator) }.max() ?? 1
        folded = Dictionary(
            answers.map { (TextFolding.folded($0.text), $0.code) }, uniquingKeysWith: { first, _ in first })
    }

    private static func parts(of text: String, between separator: String) -> Int {
        separator.isEmpty ? 1 : 1 + text.ranges(of: separator).count
    }

    /// An answer that the crosswalk knows.
    struct Match {
        var code: UInt16
        /// Whether it is spelt as in the crosswalk, sign for sign.
        var isExact: Bool
    }

    /// The code of an answer, or nil when the crosswalk does not know it.
    @inline(__always)
    func code(of text: UnsafeRawBufferPointer) -> UInt16? { match(text)?.code }

    /// The answer, or nil when the crosswalk does not know it.
    func match(_ text: UnsafeRawBufferPointer) -> Match? {
        if let code = withWordings({ $0.code(of: text) }) { return Match(code: code, isExact: true) }
        return codeOfFolded(text).map { Match(code: $0, isExact: false) }
    }

    /// Calls `body` with the answers as they are spelt in the crosswalk: a column's cells are looked up in one go.
    @inline(__always)
    func withWordings<Result>(_ body: (Wordings) -> Result) -> Result {
        slots.withUnsafeBufferPointer { slots in
            wordings.withUnsafeBytes { body(Wordings(slots: slots, bytes: $0, mask: mask)) }
        }
    }

    /// Answers as they are spelt in the crosswalk, sign for sign.
    struct Wordings {
        fileprivate let slots: UnsafeBufferPointer<Entry>
        fileprivate let bytes: UnsafeRawBufferPointer
        fileprivate let mask: Int

        @inline(__always)
        func code(of text: UnsafeRawBufferPointer) -> UInt16? {
            let ends = AnswerTable.ends(of: text)
            var slot = AnswerTable.slot(ends, text.count, mask)
            while slots[slot].isTaken {
                let entry = slots[slot]
                if entry.ends == ends, Int(entry.length) == text.count, isWording(entry, text) { return entry.code }
                slot = (slot + 1) & mask
            }
            return nil
        }

        @inline(__always)
        private func isWording(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
            if text.count <= Ends.size { return true }
            guard let place = bytes.baseAddress, let other = text.baseAddress else { return false }
            return memcmp(place + Int(entry.start), other, text.count) == 0
        }
    }

    private func codeOfFolded(_ text: UnsafeRawBufferPointer) -> UInt16? {
        // An answer's wording is never this long; free text in a closed column is.
        guard text.count <= 1024 else { return nil }
        return folded[TextFolding.folded(String(decoding: text, as: UTF8.self))]
    }

    @inline(__always)
    fileprivate static func ends(of text: UnsafeRawBufferPointer) -> Ends {
        let count = text.count
        if count >= 8 {
            return Ends(
                first: text.loadUnaligned(as: UInt64.self),
                last: text.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
        }
        if count >= 4 {
            return Ends(
                first: UInt64(text.loadUnaligned(as: UInt32.self)),
                last: UInt64(text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)))
        }
        if count == 0 { return Ends(first: 0, last: 0) }
        return Ends(first: UInt64(text[0]) << 8 | UInt64(text[count / 2]), last: UInt64(text[count - 1]))
    }

    @inline(__always)
    fileprivate static func slot(_ ends: Ends, _ count: Int, _ mask: Int) -> Int {
        let key = (ends.first ^ (ends.last &* 0x9E37_79B9_7F4A_7C15)) &+ UInt64(truncatingIfNeeded: count)
        return Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }
}
