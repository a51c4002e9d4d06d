import Foundation
public import WeirCore
public import WeirKeys

/// `ro-crate-metadata.json` (RO-Crate 1.1, https://w3id.org/ro/crate/1.1, under the profile Process Run Crate 0.5): the
/// only file of a data set with times. It names `SHA256SUMS` by digest and this run's link of the chain, so that all
/// other files hang on it.
public struct Crate: Sendable {
    /// The file's name in a data set.
    public static let fileName = "ro-crate-metadata.json"

    /// The name, and what the data set is.
    public var name: String
    public var description: String
    /// The digest of `SHA256SUMS`.
    public var sums: Digest
    /// The digest of this run's own link, the newest of the chain when the data set was sealed.
    public var link: Digest
    /// When the run started and ended, as ISO 8601 with an offset.
    public var started: String
    /// When the run ended.
    public var ended: String
    /// The program's version.
    public var version: String
    /// The files with their sizes.
    public var files: [String: Int]
    /// The command that made it.
    public var action: String
    /// Who made it and what may be done with it.
    public var about: StudyAbout

    /// A description of a data set.
    public init(
        name: String, description: String, sums: Digest, link: Digest, started: String, ended: String,
        version: String, files: [String: Int], action: String = "weir merge", about: StudyAbout = StudyAbout()
    ) {
        self.name = name
        self.description = description
        self.sums = sums
        self.link = link
        self.started = Self.withOffset(started)
        self.ended = Self.withOffset(ended)
        self.version = version
        self.files = files
        self.action = action
        self.about = about
    }

    /// The profile wants an offset where ISO 8601 takes a letter.
    private static func withOffset(_ time: String) -> String { time.hasSuffix("Z") ? "\(time.dropLast())+00:00" : time }

    /// The file's text.
    public var text: String {
        JSON.object([
            "@context": "https://w3id.org/ro/crate/1.1/context",
            "@graph": .list([descriptor, root, run, program, profile, licence] + parties + parts),
        ]).page
    }

    private static let profile = "https://w3id.org/ro/wfrun/process/0.5"

    private var descriptor: JSON {
        [
            "@id": .text(Self.fileName), "@type": "CreativeWork", "about": ["@id": "./"],
            "conformsTo": ["@id": "https://w3id.org/ro/crate/1.1"],
        ]
    }

    private var root: JSON {
        var root: [String: JSON] = [
            "@id": "./", "@type": "Dataset", "name": .text(name), "description": .text(description),
            "datePublished": .text(ended), "license": ["@id": "#licence"], "mentions": ["@id": "#run"],
            "conformsTo": ["@id": .text(Self.profile)],
            "hasPart": Self.several(files.keys.sorted().map { ["@id": .text(Self.identifier($0))] }),
            "identifier": .text("sha256:\(sums.hexadecimal)"), "isBasedOn": .text("urn:weir:link:\(link.hexadecimal)"),
        ]
        let authors = names.filter { $0.role == "author" }.map { party in ["@id": .text(party.id)] as JSON }
        if !authors.isEmpty { root["author"] = Self.several(authors) }
        if about.publisher != nil { root["publisher"] = ["@id": .text(names[0].id)] }
        return .object(root)
    }

    private var run: JSON {
        var run: [String: JSON] = [
            "@id": "#run", "@type": "CreateAction", "name": .text(action), "startTime": .text(started),
            "description": .text("\(action) made this data set and sealed it"), "endTime": .text(ended),
            "instrument": ["@id": .text(programID)], "result": ["@id": "./"],
            "actionStatus": "http://schema.org/CompletedActionStatus",
        ]
        if let first = names.first { run["agent"] = ["@id": .text(first.id)] }
        return .object(run)
    }

    private var programID: String { "https://weir.example/\(version)" }

    private var program: JSON {
        [
            "@id": .text(programID), "@type": "SoftwareApplication", "name": "weir", "softwareVersion": .text(version),
            "url": "https://weir.example/",
        ]
    }

    private var profile: JSON {
        ["@id": .text(Self.profile), "@type": "CreativeWork", "name": "Process Run Crate", "version": "0.5"]
    }

    private var licence: JSON {
        let words = about.licence ?? StudyAbout.Named(name: "internal use only")
        var licence: [String: JSON] = [
            "@id": "#licence", "@type": "CreativeWork", "name": .text(words.name), "description": .text(words.name),
        ]
        if !words.url.isEmpty { licence["url"] = .text(words.url) }
        return .object(licence)
    }

    /// The publisher first, then the contributors with an address, each once: the profile wants addresses.
    private var names: [(id: String, name: String, url: String, role: String)] {
        var names: [(id: String, name: String, url: String, role: String)] = []
        if let publisher = about.publisher {
            let isAuthor = about.contributors.contains { $0.name == publisher.name && $0.role == "author" }
            let id = publisher.url.isEmpty ? "#publisher" : publisher.url
            names.append((id, publisher.name, publisher.url, isAuthor ? "author" : ""))
        }
        for contributor in about.contributors
        where contributor.name != about.publisher?.name && !contributor.url.isEmpty {
            names.append((contributor.url, contributor.name, contributor.url, contributor.role))
        }
        return names
    }

    private var parties: [JSON] {
        names.map { party in
            var entry: [String: JSON] = [
                "@id": .text(party.id), "@type": "Organization", "name": .text(party.name),
            ]
            if !party.url.isEmpty { entry["url"] = .text(party.url) }
            if !party.role.isEmpty { entry["description"] = .text(party.role) }
            return .object(entry)
        }
    }

    private var parts: [JSON] {
        files.sorted { $0.key < $1.key }.map { file in
            [
                "@id": .text(Self.identifier(file.key)), "@type": "File", "name": .text(file.key),
                "contentSize": .text(String(file.value)), "encodingFormat": .text(Self.format(of: file.key)),
            ]
        }
    }

    /// A path as an identifier: blanks are escaped there.
    private static func identifier(_ path: String) -> String { path.replacing(" ", with: "%20") }

    /// One is written without a list, as JSON-LD compacts it.
    private static func several(_ values: [JSON]) -> JSON { values.count == 1 ? values[0] : .list(values) }

    private static func format(of path: String) -> String {
        switch path.split(separator: ".").last ?? "" {
        case "gz": "application/gzip"
        case "csv": "text/csv"
        case "html": "text/html"
        case "json": "application/json"
        case "jsonl": "application/x-ndjson"
        case "xml": "application/xml"
        case "sqlite": "application/vnd.sqlite3"
        case "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        case "sav", "zsav": "application/x-spss-sav"
        case "dta": "application/x-stata-dta"
        default: "text/plain"
        }
    }

    /// The digest of `SHA256SUMS` that a crate names; nil when the text is no crate.
    public static func sums(in text: String) -> Digest? { digest(after: "\"identifier\": \"sha256:", in: text) }

    /// The link of the chain that a crate names; nil when the text is no crate.
    public static func link(in text: String) -> Digest? { digest(after: "\"isBasedOn\": \"urn:weir:link:", in: text) }

    /// When the run ended that a crate tells of; nil when the text is no crate.
    public static func ended(in text: String) -> String? {
        text.range(of: "\"endTime\": \"").map { String(text[$0.upperBound...].prefix { $0 != "\"" }) }
    }

    /// The name of the data set or release that a crate is of; nil when the text is no crate.
    public static func dataset(in text: String) -> String? {
        let marks = ["\"description\": \"Internal data set ", "\"description\": \"Release "]
        return marks.lazy.compactMap { text.range(of: $0) }.first.map { mark in
            String(text[mark.upperBound...].prefix { $0.isHexDigit })
        }
    }

    /// Whether a text is a crate to its end.
    public static func isWhole(_ text: String) -> Bool {
        link(in: text) != nil && (try? JSONSerialization.jsonObject(with: Data(text.utf8))) != nil
    }

    /// Whether a crate is of an internal data set; a release has other tables.
    public static func isOfDataSet(_ text: String) -> Bool { text.contains("\"description\": \"Internal data set ") }

    /// The bytes that a file of the data set has; nil when the crate does not name it.
    public static func size(of file: String, in text: String) -> Int? {
        guard let part = text.range(of: "\"@id\": \"\(file)\",\n"),
            let size = text[part.upperBound...].range(of: "\"contentSize\": \"")
        else { return nil }
        return Int(text[size.upperBound...].prefix { $0 != "\"" })
    }

    private static func digest(after mark: String, in text: String) -> Digest? {
        text.range(of: mark).flatMap { Digest(hexadecimal: text[$0.upperBound...].prefix(64)) }
    }
}
