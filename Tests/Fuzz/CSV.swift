import WeirCore
import WeirFormats

/// Any bytes are opened as an upload and read to the end: they may be refused, they must not crash.
func fuzzCSV(_ bytes: [UInt8]) {
    guard let file = try? TableFile(MemorySource(bytes, block: 7), name: "fuzz", pieceSize: 64) else { return }
    let parser = RecordParser(delimiter: file.delimiter)
    while let piece = try? file.reader.next() {
        _ = piece.bytes.withUnsafeBufferPointer { UTF8Validation.firstInvalid(in: $0) }
        _ = parser.texts(in: piece.bytes)
    }
}
