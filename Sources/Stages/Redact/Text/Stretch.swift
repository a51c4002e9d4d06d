/// A stretch of memory that its owner keeps: bytes of a text, its words. Copying one counts no references, which the
/// recognisers would otherwise do at every word; every access is within bounds or ends the program.
///
/// It is good until its owner changes.
struct Stretch<Element: BitwiseCopyable>: RandomAccessCollection {
    private let base: UnsafePointer<Element>
    let startIndex: Int
    let endIndex: Int

    @inline(__always)
    fileprivate init(_ base: UnsafePointer<Element>, _ range: Range<Int>) {
        self.base = base
        startIndex = range.lowerBound
        endIndex = range.upperBound
    }

    @inline(__always)
    subscript(place: Int) -> Element {
        precondition(place >= startIndex && place < endIndex)
        return base[place]
    }

    @inline(__always)
    subscript(range: Range<Int>) -> Self {
        precondition(range.lowerBound >= startIndex && range.upperBound <= endIndex)
        return Self(base, range)
    }

    @inline(__always) var indices: Range<Int> { Range(uncheckedBounds: (startIndex, endIndex)) }

    /// What stands from a place to the end.
    @inline(__always)
    subscript(range: PartialRangeFrom<Int>) -> Self { self[range.lowerBound..<endIndex] }

    @inline(__always)
    func prefix(while predicate: (Element) throws -> Bool) rethrows -> Self {
        var end = startIndex
        while end < endIndex, try predicate(base[end]) { end += 1 }
        return Self(base, startIndex..<end)
    }

    @inline(__always)
    func makeIterator() -> Iterator { Iterator(at: base + startIndex, end: base + endIndex) }

    @inline(__always)
    func withContiguousStorageIfAvailable<R>(_ body: (UnsafeBufferPointer<Element>) throws -> R) rethrows -> R? {
        try body(UnsafeBufferPointer(start: base + startIndex, count: count))
    }

    struct Iterator: IteratorProtocol {
        fileprivate var at: UnsafePointer<Element>
        fileprivate let end: UnsafePointer<Element>

        @inline(__always)
        mutating func next() -> Element? {
            guard at < end else { return nil }
            defer { at += 1 }
            return at.pointee
        }
    }
}

/// Bytes of a folded text.
typealias Bytes = Stretch<UInt8>

/// Memory that grows with what is put into it and is kept from answer to answer.
struct Room<Element: BitwiseCopyable>: ~Copyable {
    private var base: UnsafeMutablePointer<Element>
    private var capacity: Int
    private(set) var count = 0

    init(capacity: Int = 0) {
        self.capacity = capacity
        base = .allocate(capacity: capacity)
    }

    deinit { base.deallocate() }

    /// All of it, good until something is added.
    @inline(__always) var all: Stretch<Element> { Stretch(base, 0..<count) }

    /// Where it begins; good until something is added.
    @inline(__always) var start: UnsafePointer<Element> { UnsafePointer(base) }

    @inline(__always) var isEmpty: Bool { count == 0 }
    @inline(__always) var last: Element? { count > 0 ? base[count - 1] : nil }

    @inline(__always)
    subscript(place: Int) -> Element {
        get {
            precondition(place >= 0 && place < count)
            return base[place]
        }
        set {
            precondition(place >= 0 && place < count)
            base[place] = newValue
        }
    }

    /// Changes an element where it stands.
    @inline(__always)
    mutating func change(_ place: Int, _ body: (inout Element) -> Void) {
        precondition(place >= 0 && place < count)
        body(&base[place])
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        (base + count).initialize(to: element)
        count += 1
    }

    mutating func append(_ elements: UnsafeBufferPointer<Element>) {
        guard let source = elements.baseAddress else { return }
        if count + elements.count > capacity { grow(to: count + elements.count) }
        (base + count).initialize(from: source, count: elements.count)
        count += elements.count
    }

    @inline(__always)
    mutating func removeAll() { count = 0 }

    /// Holds one element so many times, and nothing else.
    mutating func fill(_ count: Int, with element: Element) {
        self.count = 0
        if count > capacity { grow(to: count) }
        base.initialize(repeating: element, count: count)
        self.count = count
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        let larger = Swift.max(needed, capacity * 2, 64)
        let room = UnsafeMutablePointer<Element>.allocate(capacity: larger)
        room.initialize(from: base, count: count)
        base.deallocate()
        base = room
        capacity = larger
    }
}
