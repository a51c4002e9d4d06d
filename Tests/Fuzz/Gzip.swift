import WeirCore

@testable import WeirFormats

/// Any bytes are inflated: they may be refused, they must not crash or grow without end.
func fuzzGzip(_ bytes: [UInt8]) {
    let limit = InflatingSource.Limit(free: 1 << 16, ratio: 50)
    let source = InflatingSource(MemorySource(bytes, block: 5), name: "fuzz", limit: limit)
    var buffer = [UInt8](repeating: 0, count: 4096)
    var total = 0
    while let got = try? buffer.withUnsafeMutableBytes({ try source.read(into: $0) }), got > 0 { total += got }
    precondition(total <= limit.free + limit.ratio * bytes.count + buffer.count, "more came out than may")
}
