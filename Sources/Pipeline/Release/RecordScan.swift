import Foundation
import WeirCore
import WeirFormats

/// Reads a table that weir wrote, or one in the same form: comma-separated, one header row, plain or gzip.
struct RecordScan {
    /// The header's cells.
    let header: [String]
    private let parser = RecordParser(delimiter: 44)
    private var bytes: [UInt8]
    private let start: Int

    init(_ file: URL) throws {
        let source = try FileSource(path: file.path, name: file.lastPathComponent)
        let isGzip = file.pathExtension == "gz"
        let plain: any ByteSource = isGzip ? InflatingSource(source, name: file.lastPathComponent) : source
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = try block.withUnsafeMutableBytes({ try plain.read(into: $0) }), count > 0 {
            bytes.append(contentsOf: block[..<count])
        }
        var cells: [Cell] = []
        let parser = parser
        start = bytes.withUnsafeMutableBufferPointer { parser.parse($0, from: 0, into: &cells) }
        header = cells.map { String(decoding: bytes[Int($0.offset)..<Int($0.offset + $0.length)], as: UTF8.self) }
        self.bytes = bytes
    }

    /// Goes to the next record from a byte on, which moves behind it.
    /// - Returns: false at the end.
    mutating func next(from at: inout Int, into cells: inout [Cell]) -> Bool {
        let parser = parser
        if at == 0 { at = start }
        return bytes.withUnsafeMutableBufferPointer { buffer in
            guard at < buffer.count else { return false }
            at = parser.parse(buffer, from: at, into: &cells)
            return true
        }
    }

    /// A cell's bytes.
    subscript(_ cell: Cell) -> ArraySlice<UInt8> { bytes[Int(cell.offset)..<Int(cell.offset + cell.length)] }

    /// Calls `body` with each record's cells, and the bytes they stand in.
    mutating func forEach(_ body: (UnsafeBufferPointer<UInt8>, [Cell]) throws -> Void) rethrows {
        var cells: [Cell] = []
        let (parser, start) = (parser, start)
        try bytes.withUnsafeMutableBufferPointer { buffer in
            var at = start
            while at < buffer.count {
                at = parser.parse(buffer, from: at, into: &cells)
                try body(UnsafeBufferPointer(buffer), cells)
            }
        }
    }
}

extension Cell {
    /// The cell as a whole number without a sign; nil for anything else.
    @inline(__always)
    func code(in bytes: UnsafeBufferPointer<UInt8>) -> UInt16? {
        guard length > 0, length < 6 else { return nil }
        var number: UInt32 = 0
        for place in Int(offset)..<Int(offset + length) {
            let digit = bytes[place] &- 48
            guard digit < 10 else { return nil }
            number = number * 10 + UInt32(digit)
        }
        return UInt16(exactly: number)
    }

    /// The cell's text.
    func text(in bytes: UnsafeBufferPointer<UInt8>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[Int(offset)..<Int(offset + length)]), as: UTF8.self)
    }
}
