import Foundation
import WeirCore
import WeirFormats
import WeirKeys
import WeirRecord

/// The files of a data set that hold data or say what codes mean, as they lie in its draft.
struct DataFiles {
    let draft: URL

    private static let lists = [
        "documentation/codes.csv": "codes of each column, and the missing reasons, with labels",
        "documentation/columns.csv": "columns: kind, level of measurement, question",
        "data/excerpts.csv": "approved answers in an order of their own",
        "data/text.csv.gz": "open answers that another file has no room for, by row and column",
    ]

    /// By path.
    var all: [DataSetDescription.File] {
        get throws {
            let data = try FileManager.default.contentsOfDirectory(atPath: draft.appending(path: "data").path)
                .map { "data/\($0)" }
            let lists = Self.lists.keys.filter {
                FileManager.default.fileExists(atPath: draft.appending(path: $0).path)
            }
            return try Set(data + lists).sorted().map(file)
        }
    }

    private func file(_ path: String) throws -> DataSetDescription.File {
        let place = draft.appending(path: path)
        let bytes = try place.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        return DataSetDescription.File(
            path: path, words: words(path), bytes: bytes, digest: try Sums.digest(of: place).hexadecimal,
            header: try header(place))
    }

    private func words(_ path: String) -> String {
        if let words = Self.lists[path] { return words }
        let name = path.dropFirst("data/".count).prefix { $0 != "." && $0 != "-" }
        return DataFormat.allCases.first { path.hasSuffix($0.file(of: String(name))) }?.words ?? ""
    }

    /// The names of a delimited file's columns, which weir wrote without quotes.
    private func header(_ file: URL) throws -> [String] {
        let isGzip = file.pathExtension == "gz"
        guard isGzip || file.pathExtension == "csv" else { return [] }
        let source = try FileSource(path: file.path, name: file.lastPathComponent)
        let plain: any ByteSource = isGzip ? InflatingSource(source, name: file.lastPathComponent) : source
        var block = [UInt8](repeating: 0, count: 1 << 16)
        let count = try block.withUnsafeMutableBytes { try plain.read(into: $0) }
        let line = block[..<count].prefix { $0 != 10 }
        return String(decoding: line, as: UTF8.self).split(separator: ",").map { String($0) }
    }
}
