import Foundation

/// What was found in answers before: many people give the same short answer, and what is found in it is the same each time.
///
/// It has room for so many answers and bytes; when it is full it starts anew. Nothing depends on what it holds but time.
struct AnswerMemory {
    private struct Slot {
        var hash: UInt64
        var allowed: UInt64
        var start: Int32
        var count: Int32
        var outcome: Scrubber.Outcome
    }

    private var slots: [Slot]
    /// Places in `slots` by the hash, from 1; 0 where there is none. Twice as many as answers, so that looking ends.
    private var places: [UInt16]
    private var texts: [UInt8] = []

    private static let answers = 32_768
    private static let bytes = 4 << 20
    /// Longer answers are hardly ever given twice.
    private static let longest = 256

    init() {
        slots = []
        places = Array(repeating: 0, count: 2 * Self.answers)
    }

    /// What was found in a text, where these words are allowed; nil when it is not remembered.
    func outcome(
        of text: UnsafeBufferPointer<UInt8>, _ hash: UInt64, allowing allowed: AllowedWords
    ) -> Scrubber.Outcome? {
        guard text.count <= Self.longest else { return nil }
        var at = place(hash)
        while places[at] != 0 {
            let slot = Int(places[at]) - 1
            if slots[slot].hash == hash, slots[slot].allowed == allowed.digest, holds(text, slot) {
                return slots[slot].outcome
            }
            at = (at + 1) & (places.count - 1)
        }
        return nil
    }

    mutating func remember(
        _ outcome: Scrubber.Outcome, of text: UnsafeBufferPointer<UInt8>, _ hash: UInt64,
        allowing allowed: AllowedWords
    ) {
        guard text.count <= Self.longest else { return }
        if slots.count == Self.answers || texts.count + text.count > Self.bytes { forget() }
        slots.append(
            Slot(
                hash: hash, allowed: allowed.digest, start: Int32(texts.count), count: Int32(text.count),
                outcome: outcome))
        texts.append(contentsOf: text)
        var at = place(hash)
        while places[at] != 0 { at = (at + 1) & (places.count - 1) }
        places[at] = UInt16(slots.count)
    }

    private mutating func forget() {
        slots.removeAll(keepingCapacity: true)
        texts.removeAll(keepingCapacity: true)
        for at in places.indices { places[at] = 0 }
    }

    private func place(_ hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 40) & (places.count - 1) }

    private func holds(_ text: UnsafeBufferPointer<UInt8>, _ slot: Int) -> Bool {
        let start = Int(slots[slot].start)
        guard Int(slots[slot].count) == text.count else { return false }
        guard let other = text.baseAddress else { return true }
        return texts.withUnsafeBytes { texts in
            texts.baseAddress.map { memcmp($0 + start, other, text.count) == 0 } ?? false
        }
    }

    /// The hash of a text together with what is allowed in it.
    static func hash(_ text: UnsafeBufferPointer<UInt8>, allowing allowed: AllowedWords) -> UInt64 {
        let raw = UnsafeRawBufferPointer(text)
        var hash = allowed.digest ^ UInt64(text.count)
        var at = 0
        while at + 8 <= raw.count {
            hash = mixed(hash ^ raw.loadUnaligned(fromByteOffset: at, as: UInt64.self))
            at += 8
        }
        while at < raw.count {
            hash = mixed(hash ^ UInt64(raw[at]))
            at += 1
        }
        return mixed(hash)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        let product = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
        return product.high ^ product.low
    }
}
