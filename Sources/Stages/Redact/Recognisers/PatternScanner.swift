import CVectorscan
import Foundation

/// All recognisers' patterns, compiled once, looked for in one pass.
final class PatternScanner: @unchecked Sendable {
    // Unchecked: the compiled database never changes.
    private let database: OpaquePointer
    private let owners: [Int]

    /// The scanner of the registered recognisers.
    static let shared: PatternScanner = {
        let patterns = Recognisers.all.map { $0.patterns }
        return PatternScanner(patterns, cache: PatternCache(patterns.flatMap { $0 }))
    }()

    init(_ patterns: [[String]], cache: PatternCache? = nil) {
        owners = patterns.enumerated().flatMap { Array(repeating: $0.offset, count: $0.element.count) }
        if let kept = cache?.read() {
            database = kept
        } else {
            database = Self.compile(patterns.flatMap { $0 })
            cache?.write(database)
        }
    }

    private static func compile(_ patterns: [String]) -> OpaquePointer {
        let flags = UInt32(HS_FLAG_CASELESS | HS_FLAG_SOM_LEFTMOST)
        var database: OpaquePointer?
        var problem: UnsafeMutablePointer<hs_compile_error_t>?
        let texts: [UnsafePointer<CChar>?] = patterns.map { UnsafePointer(strdup($0)) }
        defer { for text in texts { free(UnsafeMutablePointer(mutating: text)) } }
        let result = hs_compile_multi(
            texts, patterns.map { _ in flags }, patterns.indices.map(UInt32.init), UInt32(patterns.count),
            UInt32(HS_MODE_BLOCK), nil, &database, &problem)
        guard result == HS_SUCCESS, let database else {
            // The patterns are part of the program, so this is a mistake of ours, found by the first test.
            let words = problem.map { "pattern \($0.pointee.expression): \(String(cString: $0.pointee.message))" }
            preconditionFailure("Vectorscan refuses \(words ?? "the patterns")")
        }
        return database
    }

    deinit { hs_free_database(database) }

    /// Room for one scan at a time.
    final class Scratch {
        fileprivate var pointer: OpaquePointer?
        /// A candidate: which recogniser's, and where.
        struct Candidate {
            var recogniser: Int
            var range: Range<Int>
        }
        fileprivate(set) var candidates: [Candidate] = []
        fileprivate var owners: [Int] = []

        init(for scanner: PatternScanner) {
            let result = hs_alloc_scratch(scanner.database, &pointer)
            precondition(result == HS_SUCCESS, "no memory for Vectorscan")
        }

        deinit { hs_free_scratch(pointer) }

        /// A longer match from the same start takes the place of a shorter one.
        fileprivate func add(_ pattern: Int, _ range: Range<Int>) {
            let owner = owners[pattern]
            // Only the latest few are looked at, so that a long run of digits takes no longer than its length.
            var at = candidates.count
            let first = max(0, at - 7)
            while at > first {
                at -= 1
                let earlier = candidates[at]
                guard earlier.recogniser == owner, earlier.range.lowerBound == range.lowerBound else { continue }
                candidates[at].range = range.lowerBound..<max(range.upperBound, earlier.range.upperBound)
                return
            }
            candidates.append(Candidate(recogniser: owner, range: range))
        }
    }

    /// Fills the scratch with the candidates of a text.
    func scan(_ bytes: Bytes, into scratch: Scratch) {
        scratch.candidates.removeAll(keepingCapacity: true)
        scratch.owners = owners
        bytes.withContiguousStorageIfAvailable { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                let context = Unmanaged.passUnretained(scratch).toOpaque()
                let result = hs_scan(
                    database, text.baseAddress, UInt32(text.count), 0, scratch.pointer,
                    { pattern, from, to, _, context in
                        Unmanaged<Scratch>.fromOpaque(context!).takeUnretainedValue()
                            .add(Int(pattern), Int(from)..<Int(to))
                        return 0
                    }, context)
                // A scan that ended early would let identifiers through.
                precondition(result == HS_SUCCESS, "Vectorscan could not scan a text")
            }
        }
    }
}
