import Foundation
import WeirFormats

/// A file that grows by bytes, readable by its owner only.
final class OutputFile {
    private let handle: FileHandle
    private(set) var count = 0

    init(_ file: URL) throws {
        guard FileManager.default.createFile(atPath: file.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: file.path]) }
        handle = try FileHandle(forWritingTo: file)
    }

    func append(_ bytes: [UInt8]) throws {
        guard !bytes.isEmpty else { return }
        count += bytes.count
        try handle.write(contentsOf: Data(bytes))
    }

    /// Writes over what stands at a place.
    func replace(at place: Int, with bytes: [UInt8]) throws {
        try handle.seek(toOffset: UInt64(place))
        try handle.write(contentsOf: Data(bytes))
        try handle.seekToEnd()
    }

    func finish() throws {
        try handle.synchronize()
        try handle.close()
    }
}

/// Text that is deflated as it comes.
final class GzipFile: FormatFile {
    private let file: OutputFile
    private var stream = GzipStream()

    init(_ file: URL, header: [UInt8]) throws {
        self.file = try OutputFile(file)
        try self.file.append(stream.append(header))
    }

    func append(_ piece: TablePiece) throws {
        guard case .bytes(let bytes) = piece else { return }
        try file.append(stream.append(bytes))
    }

    func finish() throws {
        try file.append(stream.finish())
        try file.finish()
    }
}
