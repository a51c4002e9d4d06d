import Foundation
public import WeirKeys

/// `ro-crate-metadata.json` (RO-Crate 1.1, https://w3id.org/ro/crate/1.1): the only file of a data set with times. It
/// names `SHA256SUMS` by digest and this run's link of the chain, so that all other files hang on it.
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
    /// What may be done with it.
    public var license: String

    /// A description of a data set.
    public init(
        name: String, description: String, sums: Digest, link: Digest, started: String, ended: String,
        version: String, files: [String: Int], action: String = "weir merge", license: String = "internal use only"
    ) {
        self.name = name
        self.description = description
        self.sums = sums
        self.link = link
        self.started = started
        self.ended = ended
        self.version = version
        self.files = files
        self.action = action
        self.license = license
    }

    /// The file's text.
    public var text: String {
        JSON.object([
            "@context": "https://w3id.org/ro/crate/1.1/context",
            "@graph": .list([descriptor, root, run, program] + parts),
        ]).page
    }

    private var descriptor: JSON {
        [
            "@id": .text(Self.fileName), "@type": "CreativeWork", "about": ["@id": "./"],
            "conformsTo": ["@id": "https://w3id.org/ro/crate/1.1"],
        ]
    }

    private var root: JSON {
        [
            "@id": "./", "@type": "Dataset", "name": .text(name), "description": .text(description),
            "datePublished": .text(ended), "license": .text(license), "mentions": ["@id": "#run"],
            "hasPart": .list(files.keys.sorted().map { ["@id": .text($0)] }),
            "identifier": .text("sha256:\(sums.hexadecimal)"), "isBasedOn": .text("urn:weir:link:\(link.hexadecimal)"),
        ]
    }

    private var run: JSON {
        [
            "@id": "#run", "@type": "CreateAction", "name": .text(action), "startTime": .text(started),
            "endTime": .text(ended), "instrument": ["@id": "#weir"], "result": ["@id": "./"],
            "actionStatus": ["@id": "http://schema.org/CompletedActionStatus"],
        ]
    }

    private var program: JSON {
        ["@id": "#weir", "@type": "SoftwareApplication", "name": "weir", "version": .text(version)]
    }

    private var parts: [JSON] {
        files.sorted { $0.key < $1.key }.map { file in
            ["@id": .text(file.key), "@type": "File", "contentSize": .text(String(file.value))]
        }
    }

    /// The digest of `SHA256SUMS` that a crate names; nil when the text is no crate.
    public static func sums(in text: String) -> Digest? { digest(after: "\"identifier\": \"sha256:", in: text) }

    /// The link of the chain that a crate names; nil when the text is no crate.
    public static func link(in text: String) -> Digest? { digest(after: "\"isBasedOn\": \"urn:weir:link:", in: text) }

    private static func digest(after mark: String, in text: String) -> Digest? {
        text.range(of: mark).flatMap { Digest(hexadecimal: text[$0.upperBound...].prefix(64)) }
    }
}
