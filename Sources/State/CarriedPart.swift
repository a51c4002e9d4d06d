public import Foundation
import WeirCore
public import WeirKeys

/// A prepared part in a folder of its own, as it is carried from the machine that prepared it to the one that merges. Beside
/// the part's files it has a label: what the ledger knows of a part at home, sealed under the study's keys.
public struct CarriedPart {
    /// Why a folder is no part that these keys can use.
    public enum Trouble: Error, Equatable {
        /// It is not as it was written, or no part.
        case damaged
        /// It was prepared with other keys.
        case otherKeys
    }

    /// What stands beside the part's files.
    struct Label: Codable, Equatable {
        var file, program: String
        var mentions: [Mentions]
        var seal = ""

        struct Mentions: Codable, Equatable {
            var count: PartSummary.MentionCount
            var places: String
        }

        var text: [UInt8] {
            get throws {
                let encoder = JSONEncoder()
                encoder.outputFormatting = [.sortedKeys, .prettyPrinted]
                return Array(try encoder.encode(self))
            }
        }

        /// The label with its seal, which holds the part's summary too, and by it every byte of the part.
        func sealed(_ keys: StudyKeys, over summary: PartSummary) throws -> Self {
            var label = self
            label.seal = ""
            label.seal = keys.seal(ofPart: try label.text + [0] + summary.text).hexadecimal
            return label
        }
    }

    static let labelFile = "carried.json"

    /// What is known of the part.
    public let summary: PartSummary
    private let folder: URL
    private let label: Label

    /// The upload's name in the inbox, `AL/answers.csv`.
    public var file: String { label.file }
    /// The digest of the program that prepared it.
    public var program: String { label.program }

    /// Reads what a folder says of itself; its rows are looked at when it is taken.
    /// - Throws: `Trouble`.
    public init(_ folder: URL, keys: StudyKeys) throws {
        guard let summary = try? PartReader.summary(of: folder),
            let data = try? Data(contentsOf: folder.appending(path: Self.labelFile)),
            let label = try? JSONDecoder().decode(Label.self, from: data)
        else { throw Trouble.damaged }
        guard summary.keys == keys.fingerprint.hexadecimal else { throw Trouble.otherKeys }
        guard try label == label.sealed(keys, over: summary) else { throw Trouble.damaged }
        self.folder = folder
        self.summary = summary
        self.label = label
    }

    /// What a folder says of itself, as bytes, without looking whether it is true; nil when it cannot be read.
    public static func text(in folder: URL) -> [UInt8]? {
        let files = [PartFiles.summary, labelFile].map { folder.appending(path: $0) }
        let bytes = files.compactMap { try? Data(contentsOf: $0) }
        return bytes.count == files.count ? Array(bytes.joined()) : nil
    }

    /// Writes a part of a state folder into a folder of its own, which appears whole or not at all.
    /// - Parameters:
    ///   - file: the upload's name in the inbox.
    ///   - program: the digest of the program that prepared it.
    /// - Throws: what SQLite and the file system say.
    public static func write(
        _ address: String, of state: StateFolder, _ ledger: Ledger, file: String, program: String, keys: StudyKeys,
        to folder: URL
    ) throws {
        let parent = folder.deletingLastPathComponent()
        let draft = parent.appending(path: ".\(folder.lastPathComponent).draft")
        try? FileManager.default.removeItem(at: draft)
        do {
            try copy(state.part(address), to: draft)
            let mentions = try ledger.found(in: address).map { Label.Mentions(count: $0.count, places: $0.places) }
            let label = try Label(file: file, program: program, mentions: mentions)
                .sealed(keys, over: PartReader.summary(of: draft))
            let output = try OutputFile(draft.appending(path: labelFile))
            try output.append(try label.text)
            try output.finish()
            try Publisher.synchronise(draft)
            try FileManager.default.moveItem(at: draft, to: folder)
            try Publisher.synchronise(parent)
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }

    /// Takes the part into a state folder under its address, after looking at every byte.
    /// - Throws: `Trouble.damaged`, or what SQLite and the file system say.
    public func adopt(into state: StateFolder, _ ledger: Ledger, as address: String) throws {
        let draft = state.part("." + address)
        try? FileManager.default.removeItem(at: draft)
        do {
            try Self.copy(folder, to: draft)
            try Self.check(draft)
            try ledger.note(label.mentions.map { FoundMentions($0.count, places: $0.places) }, of: address)
            try? FileManager.default.removeItem(at: state.part(address))
            try FileManager.default.moveItem(at: draft, to: state.part(address))
        } catch {
            try? FileManager.default.removeItem(at: draft)
            throw error
        }
    }

    private static func copy(_ part: URL, to folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        for name in [PartFiles.answers, PartFiles.accounts, PartFiles.summary] {
            guard FileManager.default.fileExists(atPath: part.appending(path: name).path) else {
                throw Trouble.damaged
            }
            let input = try InputFile(part.appending(path: name))
            let output = try OutputFile(folder.appending(path: name))
            while case let bytes = input.read(1 << 20), !bytes.isEmpty { try output.append(bytes) }
            try output.finish()
        }
    }

    private static func check(_ folder: URL) throws {
        do {
            let reader = try PartReader(folder)
            while try reader.nextAccount() != nil {}
            for run in try reader.runs() { while try run.next() != nil {} }
        } catch is PartReader.Damage { throw Trouble.damaged }
    }
}
