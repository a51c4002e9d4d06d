import WeirCore

/// How files of a format begin.
enum FileSignature {
    static let gzip: [UInt8] = [0x1F, 0x8B]

    /// Formats that are no table, or none that is read.
    private static let otherFormats: [[UInt8]] = [
        Array("PK\u{3}\u{4}".utf8), [0xD0, 0xCF, 0x11, 0xE0], Array("$FL2".utf8), Array("$FL3".utf8),
        Array("<stata_dta>".utf8), Array("%PDF".utf8), Array("<?xml".utf8), Array("<html".utf8),
        Array("<!DOCTYPE".utf8), [0x89, 0x50, 0x4E, 0x47], [0xFF, 0xD8, 0xFF],
    ]

    static func refuse(_ head: [UInt8], name: String) throws {
        if otherFormats.contains(where: head.starts(with:)) {
            throw Diagnostic(.fileUnknownFormat, at: Place(file: name))
        }
    }

    /// What was compressed is looked at as well.
    static func refuseInside(_ head: [UInt8], name: String) throws {
        if head.starts(with: gzip) { throw Diagnostic(.gzipTwice, at: Place(file: name)) }
        try refuse(head, name: name)
    }
}
