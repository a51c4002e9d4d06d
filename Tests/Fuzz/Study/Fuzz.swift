import WeirCore
import WeirStudy

/// Any text is read as a universe: it may be refused, and what is read must be read again from its own text.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let universe = try? Universe(parsing: text) else { return 0 }
    precondition((try? Universe(parsing: universe.text)) == universe, "a universe is not its own text")
    return 0
}
