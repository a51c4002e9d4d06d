import WeirCore
import WeirFormats

/// Any bytes are opened as an upload and read to the end: they may be refused, they must not crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let file = try? DelimitedFile(MemorySource(bytes, block: 7), name: "fuzz", pieceSize: 64) else { return 0 }
    let parser = RecordParser(delimiter: file.format.delimiter.rawValue)
    while let piece = try? file.reader.next() {
        _ = piece.bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalid(in: $0) }
        _ = parser.texts(in: piece.bytes)
    }
    return 0
}
