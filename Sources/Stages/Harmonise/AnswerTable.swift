import Foundation
import WeirCore

/// Finds an answer's code by its bytes: exactly first, then however an export may have spelt it. A class, because every
/// cell is looked up in one, and a copy would count the references of each of its parts.
final class AnswerTable: Sendable {
    /// Where an answer's wording stands among all. Plain numbers, so that looking at one counts no references.
    private struct Entry: Sendable, BitwiseCopyable {
        var key: UInt64 = 0
        var start: UInt32 = 0
        var length: UInt32 = 0
        var code: UInt16 = 0
        var isTaken = false
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
            let key = bytes.withUnsafeBytes { Self.key($0) }
            var slot = Self.slot(key, size - 1)
            while slots[slot].isTaken { slot = (slot + 1) & (size - 1) }
            slots[slot] = Entry(
                key: key, start: UInt32(wordings.count), length: UInt32(bytes.count), code: code, isTaken: true)
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
    @inline(__always)
    func match(_ text: UnsafeRawBufferPointer) -> Match? {
        let key = Self.key(text)
        var slot = Self.slot(key, mask)
        while slots[slot].isTaken {
            let entry = slots[slot]
            if entry.key == key, Int(entry.length) == text.count, isWording(entry, text) {
                return Match(code: entry.code, isExact: true)
            }
            slot = (slot + 1) & mask
        }
        return codeOfFolded(text).map { Match(code: $0, isExact: false) }
    }

    @inline(__always)
    private func isWording(_ entry: Entry, _ text: UnsafeRawBufferPointer) -> Bool {
        wordings.withUnsafeBytes { wordings in
            guard let place = wordings.baseAddress, let other = text.baseAddress else { return text.isEmpty }
            return memcmp(place + Int(entry.start), other, text.count) == 0
        }
    }

    private func codeOfFolded(_ text: UnsafeRawBufferPointer) -> UInt16? {
        // An answer's wording is never this long; free text in a closed column is.
        guard text.count <= 1024 else { return nil }
        return folded[TextFolding.folded(String(decoding: text, as: UTF8.self))]
    }

    /// The length with the first and last bytes: enough to tell nearly all wordings of one question apart.
    @inline(__always)
    private static func key(_ text: UnsafeRawBufferPointer) -> UInt64 {
        let count = text.count
        if count >= 8 {
            let first = text.loadUnaligned(as: UInt64.self)
            let last = text.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
            return (first ^ (last &* 0x9E37_79B9_7F4A_7C15)) &+ UInt64(count)
        }
        if count >= 4 {
            let first = UInt64(text.loadUnaligned(as: UInt32.self))
            let last = UInt64(text.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            return (first | last << 32) &+ UInt64(count)
        }
        if count == 0 { return 0 }
        return UInt64(count) << 24 | UInt64(text[0]) << 16 | UInt64(text[count / 2]) << 8 | UInt64(text[count - 1])
    }

    @inline(__always)
    private static func slot(_ key: UInt64, _ mask: Int) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 40) & mask
    }
}
