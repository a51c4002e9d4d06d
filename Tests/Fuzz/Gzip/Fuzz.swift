import WeirCore
import WeirFormats

/// Any bytes are inflated: they may be refused, they must not crash or grow without end.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let source = InflatingSource(
        MemorySource(bytes, block: 5), name: "fuzz", limit: InflatingSource.Limit(free: 1 << 16, ratio: 50))
    var buffer = [UInt8](repeating: 0, count: 4096)
    while let got = try? buffer.withUnsafeMutableBytes({ try source.read(into: $0) }), got > 0 {}
    return 0
}
