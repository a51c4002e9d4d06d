import WeirCore

/// How files of a format begin.
enum FileSignature {
    static let gzip: [UInt8] = [0x1F, 0x8B]
    static let zip: [UInt8] = Array("PK\u{3}\u{4}".utf8)
    /// Microsoft's compound file: old workbooks, and new ones behind a password.
    static let compound: [UInt8] = [0xD0, 0xCF, 0x11, 0xE0]

    /// Formats that are no table, or none that is read.
    private static let refused: [(signature: [UInt8], code: DiagnosticCode, name: String)] = [
        (Array("%PDF".utf8), .filePDF, ""), (Array("PK\u{5}\u{6}".utf8), .zipNoTable, ""),
        (Array("<?xml".utf8), .fileUnknownFormat, "XML"),
        (Array("<html".utf8), .fileUnknownFormat, "HTML"), (Array("<!DOCTYPE".utf8), .fileUnknownFormat, "HTML"),
        ([0x89, 0x50, 0x4E, 0x47], .fileUnknownFormat, "a picture"),
        ([0xFF, 0xD8, 0xFF], .fileUnknownFormat, "a picture"),
        ([0x37, 0x7A, 0xBC, 0xAF], .fileUnknownFormat, "7z"), (Array("Rar!".utf8), .fileUnknownFormat, "RAR"),
        (Array("BZh91AY&SY".utf8), .fileUnknownFormat, "bzip2"),
        ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .fileUnknownFormat, "xz"),
        (Array("PAR1\u{15}".utf8), .fileUnknownFormat, "Parquet"),
        (Array("SQLite format 3".utf8), .fileUnknownFormat, "SQLite"),
        (Array("RDX3\n".utf8), .fileUnknownFormat, "R data"), ([0x58, 0x0A, 0, 0, 0], .fileUnknownFormat, "R data"),
    ]

    static func refuse(_ head: [UInt8], name: String) throws {
        try QuestionnaireFile.refuse(head, name: name)
        if let found = refused.first(where: { head.starts(with: $0.signature) }) {
            throw Diagnostic(found.code, at: Place(file: name), label: found.name)
        }
        if isJSON(head) { throw Diagnostic(.fileUnknownFormat, at: Place(file: name), label: "JSON") }
        // The mark of SPSS's portable files stands behind a table of letters.
        if !head.prefix(1024).ranges(of: Array("SPSS PORT FILE".utf8)).isEmpty {
            throw Diagnostic(.fileUnknownFormat, at: Place(file: name), label: "SPSS portable file")
        }
    }

    /// A list of objects or lists, or an object, which begins with a name in quotes.
    private static func isJSON(_ head: [UInt8]) -> Bool {
        let start = head.drop { $0 == 0xEF || $0 == 0xBB || $0 == 0xBF }.prefix(4096).filter { $0 > 32 }.prefix(2)
        return ["[{", "[[", "{\""].contains { start.elementsEqual($0.utf8) }
    }

    /// Refuses a compound file by what it holds.
    static func refuseCompound(_ source: any ByteSource, name: String) throws -> Never {
        let package = Array("EncryptedPackage".utf8).flatMap { letter -> [UInt8] in [letter, 0] }
        let isEncrypted = try contains(package, source)
        throw Diagnostic(
            isEncrypted ? .workbookPassword : .workbookOld, at: Place(file: name), label: isEncrypted ? "" : "XLS")
    }

    /// Looks for a word in a source, block by block.
    private static func contains(_ word: [UInt8], _ source: any ByteSource) throws -> Bool {
        var window: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = try block.withUnsafeMutableBytes { try source.read(into: $0) }
            if count == 0 { return false }
            window = window.suffix(word.count - 1) + block[..<count]
            var at = 0
            while let first = window[at...].firstIndex(of: word[0]), first + word.count <= window.count {
                if window[first..<first + word.count].elementsEqual(word) { return true }
                at = first + 1
            }
        }
    }
}
