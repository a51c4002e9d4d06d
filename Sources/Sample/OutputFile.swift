import Foundation
import WeirCore
import WeirFormats

/// A file that is written in blocks of fixed size, so that memory stays flat however long it gets.
final class OutputFile {
    private let handle: FileHandle
    private let name: String
    private let isUTF16: Bool
    private let eightBit: SingleByteWriter?
    private var workbook: WorkbookWriter?
    private var data: SAVWriter?
    private var buffer: [UInt8] = []
    private var member: GzipMember?

    private static let blockSize = 1 << 20

    /// Creates a file and the folders it stands in. `name` is what reports call it.
    init(
        _ url: URL, name: String, encoding: UploadFormat.Encoding = .utf8,
        compression: UploadFormat.Compression = .none, data: SAVWriter? = nil
    ) throws {
        self.data = data
        self.name = name
        isUTF16 = encoding == .utf16LittleEndian
        eightBit = encoding.eightBit.flatMap(SingleByteWriter.init)
        workbook = compression == .xlsx ? WorkbookWriter(sheet: "Sheet1") : nil
        member = compression == .gzip ? GzipMember() : nil
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data().write(to: url)
            handle = try FileHandle(forWritingTo: url)
        } catch { throw Self.failure(name) }
        buffer.reserveCapacity(Self.blockSize + (1 << 16))
        switch encoding {
        case .utf8, .windows1250, .windows1252: break
        case .utf8WithMark: buffer = [0xEF, 0xBB, 0xBF]
        case .utf16LittleEndian: buffer = [0xFF, 0xFE]
        }
        if member != nil { try put(GzipMember.header) }
    }

    /// Appends UTF-8 text that ends on a whole character; for what is no text, whole records between commas.
    func append(_ text: [UInt8]) throws {
        if workbook != nil || data != nil { return try appendRows(text) }
        if let eightBit {
            buffer.append(contentsOf: eightBit.encoded(text))
        } else if isUTF16 {
            for unit in String(decoding: text, as: UTF8.self).utf16 {
                buffer.append(UInt8(truncatingIfNeeded: unit))
                buffer.append(UInt8(truncatingIfNeeded: unit >> 8))
            }
        } else {
            buffer.append(contentsOf: text)
        }
        var start = 0
        while buffer.count - start >= Self.blockSize {
            try write(Array(buffer[start..<start + Self.blockSize]))
            start += Self.blockSize
        }
        if start > 0 { buffer.removeFirst(start) }
    }

    private func appendRows(_ text: [UInt8]) throws {
        for record in RecordParser(delimiter: Delimiter.comma.rawValue).texts(in: text) {
            workbook?.row(record)
            try data?.row(record)
        }
        try put(workbook?.take() ?? [])
        try putData()
    }

    private func putData() throws {
        if let bytes = data?.take() { try put(bytes) }
    }

    /// The number of rows stands in front of them.
    private func closeData() throws {
        guard data != nil else { return }
        try put(data?.take(all: true) ?? [])
        do { try handle.seek(toOffset: UInt64(SAVDictionary.rowsOffset)) } catch { throw Self.failure(name) }
        try put(data?.rowsBytes ?? [])
    }

    /// Writes what is left. Nothing may be appended afterwards.
    func close() throws {
        workbook?.finish()
        try put(workbook?.take() ?? [])
        try closeData()
        if !buffer.isEmpty { try write(buffer) }
        buffer = []
        if let member { try put(member.trailer) }
        do { try handle.close() } catch { throw Self.failure(name) }
    }

    private func write(_ block: [UInt8]) throws {
        guard member != nil else { return try put(block) }
        let deflated = GzipBlock(deflating: block)
        member?.append(deflated)
        try put(deflated.bytes)
    }

    private func put(_ bytes: [UInt8]) throws {
        do { try handle.write(contentsOf: Data(bytes)) } catch { throw Self.failure(name) }
    }

    private static func failure(_ name: String) -> Diagnostics {
        Diagnostics([Diagnostic(.fileNoPermission, at: Place(file: name))])
    }
}
