import Foundation
import TestSupport
import Testing
import WeirCore
import WeirKeys

@testable import WeirRecord

/// What a data set says of itself to other programs.
@Suite struct DescriptionTests {
    private static let al = CountryCode("AL")!

    private static func description(_ columns: [ColumnDescription]) -> DataSetDescription {
        var about = StudyAbout()
        about.contributors = [StudyAbout.Contributor(name: "Ana \"A\"", role: "author")]
        return DataSetDescription(
            study: "Front line_workers", title: "T", version: "1", id: "0f", summary: "Internal data set 0f",
            smallestCount: nil, about: about, countries: [(al, "Albania")], countryColumn: "country",
            consentScope: ["analysis"],
            table: .init(path: "data/merged.csv.gz", rows: 2, bytes: 99, digest: "ab"), columns: columns)
    }

    private static func package(_ columns: [ColumnDescription]) throws -> [String: Any] {
        let text = DataPackage(description(columns)).text
        return try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    private static func schema(_ columns: [ColumnDescription]) throws -> [String: Any] {
        let resources = try package(columns)["resources"] as? [[String: Any]]
        return try #require(resources?.first?["schema"] as? [String: Any])
    }

    @Test func packageNamesTheFileAndWhoMadeIt() throws {
        let package = try Self.package([])
        #expect(package["name"] as? String == "front-line-workers")
        #expect((package["contributors"] as? [[String: Any]])?.first?["title"] as? String == "Ana \"A\"")
        #expect((package["licenses"] as? [[String: String]])?.first?["title"] == "internal use only")
        let table = (package["resources"] as? [[String: Any]])?.first
        #expect(table?["hash"] as? String == "sha256:ab")
        #expect(table?["bytes"] as? Int == 99)
    }

    @Test func fieldsBindTheirValues() throws {
        let variable = Variable.closed("q", "yes no")
        let values = [
            ColumnDescription.Value(code: 1, labels: ["en": "Yes"], count: 3),
            ColumnDescription.Value(code: 9994, labels: ["en": "no answer"], isMissing: true, count: 1),
        ]
        let schema = try Self.schema([
            ColumnDescription(name: "pseudonym", content: .name, label: "Who"),
            ColumnDescription(name: "submitted_month", content: .month, label: "When"),
            ColumnDescription(
                name: "q", content: .code, label: "Q", variable: variable, values: values,
                comparability: [(Self.al, .partial)]),
            ColumnDescription(name: "share", content: .number(0...2.5), label: "Share"),
            ColumnDescription(
                name: "t__missing", content: .reason, label: "Why",
                values: [ColumnDescription.Value(code: 9994, labels: ["en": "no answer"], count: 0)]),
        ])
        let fields = try #require(schema["fields"] as? [[String: Any]])
        #expect(fields.map { $0["type"] as? String } == ["string", "yearmonth", "integer", "number", "integer"])
        #expect((fields[2]["constraints"] as? [String: [Int]])?["enum"] == [1])
        #expect((fields[2]["categories"] as? [[String: Any]])?.first?["label"] as? String == "Yes")
        #expect(fields[2]["weir:comparability"] as? [String: String] == ["AL": "partial"])
        #expect(fields[3]["constraints"] as? [String: Double] == ["minimum": 0, "maximum": 2.5])
        // There the reasons are what the column tells.
        #expect(fields[4]["missingValues"] as? [String] == [""])
        #expect((fields[4]["constraints"] as? [String: [Int]])?["enum"] == [9994])
        #expect((schema["missingValues"] as? [String])?.count == 10)
        #expect(schema["primaryKey"] as? [String] == ["pseudonym"])
    }

    @Test func graphNamesEachFileOnceAndHoldsNoTimes() throws {
        var graph = ProvenanceGraph(dataset: "0f", title: "T", action: "weir merge", program: "weir 1")
        graph.add(responsible: "House", isPerson: false)
        graph.add(definition: "a.csv", digest: Digest(of: "a"))
        graph.add(definition: "copy of a.csv", digest: Digest(of: "a"))
        graph.add(upload: "ab", country: "AL", isInForce: true)
        graph.add(upload: "ab", country: "BA", isInForce: true)
        graph.add(upload: "cd", country: "AL", isInForce: false)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(graph.text.utf8)) as? [String: [String: Any]])
        #expect(object["entity"]?.count == 5)
        #expect(object["used"]?.count == 4)
        #expect(object["wasDerivedFrom"]?.count == 2)
        #expect(object["wasAssociatedWith"]?.count == 2)
        #expect(!graph.text.lowercased().contains("time"))
    }

    @Test func provenanceIsReadAsItWasWritten() throws {
        let codebook = Codebook(variables: [.closed("q", "yes no")])
        var provenance = Provenance(
            study: "s", title: "T", version: "1", program: "weir 1", isDemonstration: true, consent: ["analysis"],
            merged: ["complete"])
        provenance.add(definition: "pipeline.yaml", digest: Digest(of: "x"))
        provenance.add(upload: "ab", country: "AL", recognised: [], inForce: true, rows: ["complete": 2], endedAt: [:])
        provenance.add(
            crosswalk: Crosswalk("AL", codebook, "q | Q // Response | answer | Po=yes, Jo=no"), codebook: codebook)
        provenance.add(stage: "merge", counts: ["rows": 2])
        let record = try #require(ProvenanceRecord(provenance.text))
        #expect(record.isInternal)
        #expect(record.merged == ["complete"])
        #expect(record.rows == 2)
        #expect(record.uploads == [.init(digest: "ab", country: "AL", isInForce: true, rows: ["complete": 2])])
        #expect(
            record.mappings == [
                .init(
                    line: 4, country: "AL", variable: "q", column: "Q", part: "Response", operation: "answer",
                    answers: ["Po": 1, "Jo": 2])
            ])
        #expect(ProvenanceRecord("") == nil)
        #expect(ProvenanceRecord(provenance.text + "{\n") == nil)
    }
}
