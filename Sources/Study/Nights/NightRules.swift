public import Foundation
public import WeirCore
import Yams

/// What is expected of the nights and of the countries, from `nights.yaml`. `weir status` and `weir prune` look here; no
/// data set depends on it, so a target that changes prepares nothing again.
public struct NightRules: Equatable, Sendable {
    /// What is expected of a country.
    public struct Expected: Equatable, Sendable {
        /// Interviews in the data set, at the end.
        public var interviews: Int?
        /// The most days between two uploads.
        public var days: Int?
    }

    /// Hours between two nights.
    public var hours = 24
    /// The days a raw upload may lie in the inbox.
    public var uploadDays: Int?
    /// The days an internal data set is kept; the newest always is.
    public var dataSetDays: Int?
    /// The countries of which something is expected.
    public var expected: [CountryCode: Expected] = [:]

    /// Nothing is expected but a night a day.
    public init() {}

    /// The file's name.
    public static let fileName = "nights.yaml"

    /// Reads a study's rules; without the file nothing is expected.
    /// - Throws: `Diagnostics` with all mistakes, or what the file system says.
    public init(folder: URL, countries: [CountryCode]) throws {
        let file = folder.appending(path: Self.fileName)
        guard FileManager.default.fileExists(atPath: file.path) else { return }
        let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
        var reader = YAMLReader(file: Self.fileName)
        if let root = reader.root(text) { read(root, &reader, countries) }
        guard reader.problems.isEmpty else { throw Diagnostics(reader.problems) }
    }

    private mutating func read(_ root: Node, _ reader: inout YAMLReader, _ countries: [CountryCode]) {
        reader.check(root, keys: ["hours_between_nights", "keep", "countries"])
        hours = Self.number(root, "hours_between_nights", &reader) ?? hours
        if let keep = root["keep"] {
            reader.check(keep, keys: ["uploads_days", "data_sets_days"])
            uploadDays = Self.number(keep, "uploads_days", &reader)
            dataSetDays = Self.number(keep, "data_sets_days", &reader)
        }
        for (key, node) in root["countries"]?.mapping ?? [:] {
            guard let country = CountryCode(key.string ?? ""), countries.contains(country) else {
                reader.note(.studyField, key, countries.map(\.letters).joined(separator: ", "))
                continue
            }
            reader.check(node, keys: ["interviews", "upload_every_days"])
            expected[country] = Expected(
                interviews: Self.number(node, "interviews", &reader),
                days: Self.number(node, "upload_every_days", &reader))
        }
    }

    private static func number(_ node: Node, _ key: String, _ reader: inout YAMLReader) -> Int? {
        guard node[key] != nil else { return nil }
        let number = Int(reader.text(node, key))
        guard let number, number > 0 else {
            reader.note(.studyNumber, node[key], "1, 2, 3 …")
            return nil
        }
        return number
    }
}
