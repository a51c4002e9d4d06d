public import Foundation
import WeirCore

/// The folder into which partners put their uploads: one folder for each country, named by its code.
public struct Inbox: Sendable {
    /// The folder.
    public let root: URL
    /// Files that are no uploads of what is made from the inbox, by their paths.
    var leftAside: Set<String> = []

    /// An inbox.
    public init(_ root: URL) { self.root = root }

    /// A file in the inbox.
    struct Entry: Sendable, Equatable {
        var country: CountryCode
        /// Below the inbox, with `/` between folders.
        var name: String
        var path: String
    }

    /// What lies beside the countries' folders.
    struct Foreign: Sendable, Equatable {
        var name: String
        var isFolder: Bool
    }

    /// Whether there is such a folder.
    var exists: Bool { Self.isFolder(root) }

    private static func isFolder(_ place: URL) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// The uploads of the countries of a study, what belongs to none, and the countries whose folder cannot be read.
    func entries(of countries: Set<CountryCode>) throws -> (
        entries: [Entry], foreign: [Foreign], unreadable: Set<CountryCode>
    ) {
        var entries: [Entry] = []
        var foreign: [Foreign] = []
        var unreadable: Set<CountryCode> = []
        for name in try names(in: root) {
            guard let country = CountryCode(name), countries.contains(country) else {
                foreign.append(
                    Foreign(name: Self.printable(name), isFolder: Self.isFolder(root.appending(path: name))))
                continue
            }
            let folder = root.appending(path: name)
            guard let files = try? names(in: folder) else {
                unreadable.insert(country)
                continue
            }
            entries += files.filter(Self.isUpload).map {
                Entry(country: country, name: Self.printable("\(name)/\($0)"), path: folder.appending(path: $0).path)
            }.filter { !leftAside.contains($0.path) }
        }
        return (entries, foreign, unreadable)
    }

    /// In the order in which people read names with numbers: `upload 9` before `upload 10`.
    private func names(in folder: URL) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !isOfTheSystem($0) }
            .sorted(by: NaturalOrder.precedes)
    }

    /// What Windows and macOS put into folders by themselves, and hidden files.
    private func isOfTheSystem(_ name: String) -> Bool {
        name.hasPrefix(".") || ["thumbs.db", "desktop.ini"].contains(name.lowercased())
    }

    /// A name that cannot move a terminal's cursor.
    static func printable(_ name: String) -> String {
        let isPlain = name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        if isPlain { return name }
        return String(
            String.UnicodeScalarView(
                name.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    /// Reports and receipts lie beside the uploads; a spreadsheet's lock file is none, and neither is what a browser or a copying
    /// program has not finished.
    private static func isUpload(_ name: String) -> Bool {
        let isUnfinished = unfinished.contains { name.lowercased().hasSuffix($0) }
        let isReceipt = name.hasPrefix("receipt-") && name.hasSuffix(".txt")
        return !(name.hasPrefix("report-") && name.hasSuffix(".html")) && !isReceipt && !name.hasPrefix("~$")
            && !isUnfinished
    }

    private static let unfinished = [".part", ".filepart", ".crdownload", ".partial"]
}

/// Names compared with their numbers as numbers, and byte by byte otherwise: the same in every locale.
enum NaturalOrder {
    static func precedes(_ left: String, _ right: String) -> Bool {
        var (rest, other) = (left[...].utf8, right[...].utf8)
        while let first = rest.first, let second = other.first {
            if isDigit(first), isDigit(second) {
                let (number, otherNumber) = (digits(&rest), digits(&other))
                if number != otherNumber { return (number.count, number) < (otherNumber.count, otherNumber) }
            } else if first != second {
                return first < second
            } else {
                rest.removeFirst()
                other.removeFirst()
            }
        }
        return rest.isEmpty && !other.isEmpty
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    /// The number at the start, without leading zeros.
    private static func digits(_ rest: inout Substring.UTF8View) -> String {
        let run = rest.prefix(while: isDigit)
        rest = rest[run.endIndex...]
        return String(decoding: run.drop { $0 == 48 }, as: UTF8.self)
    }
}
