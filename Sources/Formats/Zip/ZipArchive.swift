import CZip
import Foundation
import WeirCore

/// A zip archive, opened for reading. Its names are checked before anything is read; no entry is written anywhere.
final class ZipArchive {
    /// A file inside.
    struct Entry: Equatable {
        var index: UInt64
        var name: String
        var size: UInt64
        var isEncrypted: Bool
    }

    private let archive: OpaquePointer
    private let file: String
    private let source: any ByteSource
    /// The archive's own size in bytes.
    let size: Int
    /// The files inside, without folders.
    let entries: [Entry]
    /// How far its entries may unpack together.
    let limit: InflatingSource.Limit

    /// More entries than any workbook or export has.
    private static let mostEntries = 4096
    /// What is not a file on the disk is kept in memory up to here.
    private static let mostInMemory = 512 << 20

    /// Opens an archive that begins where the source does.
    /// - Throws: a `Diagnostic`: damaged, too many entries, or names that point outside.
    init(_ source: any ByteSource, name: String, limit: InflatingSource.Limit) throws {
        file = name
        self.source = source
        self.limit = limit
        (archive, size) =
            try (source as? FileSource).map { try Self.open($0, name) } ?? Self.open(inMemory: source, name)
        do { entries = try Self.entries(of: archive, name) } catch {
            zip_discard(archive)
            throw error
        }
    }

    deinit { zip_discard(archive) }

    private static func open(_ file: FileSource, _ name: String) throws -> (OpaquePointer, Int) {
        let descriptor = try file.duplicate()
        var status: Int32 = 0
        guard let archive = zip_fdopen(descriptor, 0, &status) else {
            defer { close(descriptor) }
            let isCutOff = FileEnd.isMissing(inZip: descriptor)
            throw Diagnostic(isCutOff ? .zipTruncated : .zipCorrupt, at: Place(file: name))
        }
        return (archive, file.size)
    }

    private static func open(inMemory source: any ByteSource, _ name: String) throws -> (OpaquePointer, Int) {
        let bytes = try MemoryCopy.bytes(of: source, limit: mostInMemory, name: name)
        let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 1)
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        var error = zip_error_t()
        // libzip frees the copy.
        let buffer = zip_source_buffer_create(copy, UInt64(bytes.count), 1, &error)
        guard let buffer, let archive = zip_open_from_source(buffer, ZIP_RDONLY, &error) else {
            if let buffer { zip_source_free(buffer) } else { copy.deallocate() }
            let isCutOff = FileEnd.isMissing(inZip: bytes)
            throw Diagnostic(isCutOff ? .zipTruncated : .zipCorrupt, at: Place(file: name))
        }
        return (archive, bytes.count)
    }

    private static func entries(of archive: OpaquePointer, _ name: String) throws -> [Entry] {
        let count = zip_get_num_entries(archive, 0)
        guard count <= mostEntries else {
            throw Diagnostic(.zipTooMany, at: Place(file: name), label: "\(mostEntries)")
        }
        var seen: Set<String> = []
        return try (0..<max(0, count)).compactMap { index in
            var status = zip_stat_t()
            guard zip_stat_index(archive, UInt64(index), 0, &status) == 0, let raw = status.name else {
                throw Diagnostic(.zipCorrupt, at: Place(file: name))
            }
            let entry = String(cString: raw)
            // Older names are shown through a table that has a picture for every control code.
            let unread = zip_get_name(archive, UInt64(index), UInt32(ZIP_FL_ENC_RAW)).map { String(cString: $0) }
            guard isSafe(entry), isSafe(unread ?? "") else { throw Diagnostic(.zipUnsafeName, at: Place(file: name)) }
            // Of two entries of one name, two programs would read different ones.
            guard seen.insert(entry.lowercased()).inserted else { throw Diagnostic(.zipCorrupt, at: Place(file: name)) }
            if entry.hasSuffix("/") { return nil }
            let isEncrypted = status.encryption_method != UInt16(ZIP_EM_NONE)
            return Entry(index: UInt64(index), name: entry, size: status.size, isEncrypted: isEncrypted)
        }
    }

    /// A name that stays inside its folder, on every system.
    private static func isSafe(_ name: String) -> Bool {
        let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" })
        return !name.isEmpty && !name.hasPrefix("/") && !name.hasPrefix("\\") && !parts.contains("..")
            && name.unicodeScalars.allSatisfy { ![.control, .format].contains($0.properties.generalCategory) }
            && name.dropFirst().first != ":"
    }

    /// The entry of a name, in any case.
    func entry(_ name: String) -> Entry? {
        let wanted = name.lowercased()
        return entries.first { $0.name.lowercased() == wanted }
    }

    /// The bytes of an entry.
    func open(_ entry: Entry) throws -> ZipEntrySource {
        if entry.isEncrypted { throw Diagnostic(.zipPassword, at: Place(file: file)) }
        guard let handle = zip_fopen_index(archive, entry.index, 0) else {
            throw Diagnostic(.zipCorrupt, at: Place(file: file))
        }
        return ZipEntrySource(handle, of: self, entry: entry, file: file)
    }

    /// A file on the disk must still be the one that was opened.
    func checkUnchanged() throws { try (source as? FileSource)?.checkUnchanged() }
}

/// The bytes of an entry, unpacked. What is longer than the archive says, or unpacks to far more than a survey, is
/// refused while it is read.
final class ZipEntrySource: ByteSource {
    private let handle: OpaquePointer
    // The archive must outlive its entries.
    private let archive: ZipArchive
    private let entry: ZipArchive.Entry
    private let file: String
    private var given: UInt64 = 0

    init(_ handle: OpaquePointer, of archive: ZipArchive, entry: ZipArchive.Entry, file: String) {
        self.handle = handle
        self.archive = archive
        self.entry = entry
        self.file = file
    }

    deinit { zip_fclose(handle) }

    func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
        let count = zip_fread(handle, buffer.baseAddress, UInt64(buffer.count))
        guard count >= 0 else { throw Diagnostic(.zipCorrupt, at: Place(file: file)) }
        given += UInt64(count)
        if given > entry.size || count == 0 && given < entry.size {
            throw Diagnostic(.zipCorrupt, at: Place(file: file))
        }
        if given > UInt64(archive.limit.free), given / UInt64(archive.limit.ratio) > UInt64(max(archive.size, 1)) {
            throw Diagnostic(.zipBomb, at: Place(file: file))
        }
        return Int(count)
    }
}

/// A source's bytes, all at once.
enum MemoryCopy {
    static func bytes(of source: any ByteSource, limit: Int, name: String) throws -> [UInt8] {
        var all: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return all }
            all += block[..<count]
            guard all.count <= limit else { throw Diagnostic(.zipBomb, at: Place(file: name)) }
        }
    }
}
