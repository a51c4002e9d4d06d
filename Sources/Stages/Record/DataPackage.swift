public import WeirCore

/// `datapackage.json` (Data Package, version 2, https://datapackage.org): what each column of the table holds, as other
/// programs read and check it.
public struct DataPackage: Sendable {
    /// The file's name in a data set.
    public static let fileName = "datapackage.json"

    private let description: DataSetDescription

    /// The package of a data set.
    public init(_ description: DataSetDescription) { self.description = description }

    /// The file's text.
    public var text: String {
        var package: [String: JSON] = [
            "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
            "name": .text(Self.name(description.study)),
            "id": .text("urn:weir:dataset:\(description.id)"), "title": .text(description.title),
            "description": .text(description.summary), "version": .text(description.version),
            "licenses": [licence], "resources": .list([table] + description.files.compactMap(resource)),
            "weir:country": .text(description.countryColumn),
            "weir:consent": .list(description.consentScope.map(JSON.text)),
        ]
        let others = description.files.filter { resource($0) == nil }
        if !others.isEmpty { package["weir:otherFiles"] = .list(others.map(other)) }
        if !description.about.contributors.isEmpty { package["contributors"] = .list(contributors) }
        return JSON.object(package).page
    }

    /// The letters that a package's name may have.
    private static func name(_ text: String) -> String {
        String(text.lowercased().map { ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "." ? $0 : "-" })
    }

    /// Without a word from the study, nothing is allowed.
    private var licence: JSON {
        guard let licence = description.about.licence else {
            return ["name": "other-closed", "title": "internal use only"]
        }
        return licence.url.isEmpty
            ? ["name": "other-closed", "title": .text(licence.name)]
            : ["path": .text(licence.url), "title": .text(licence.name)]
    }

    private var contributors: [JSON] {
        description.about.contributors.map { ["title": .text($0.name), "roles": [.text($0.role)]] }
    }

    private var table: JSON {
        let file = description.table
        return [
            "name": "table", "path": .text(file.path), "title": .text(description.title), "type": "table",
            "format": "csv", "mediatype": "text/csv", "encoding": "utf-8", "bytes": .integer(file.bytes),
            "hash": .text("sha256:\(file.digest)"),
            "schema": [
                "$schema": "https://datapackage.org/profiles/2.0/tableschema.json",
                "fields": .list(description.columns.map(field)), "fieldsMatch": "exact",
                "missingValues": .list([""] + MissingReason.allCases.map { .text(String($0.rawValue)) }),
                "primaryKey": .list(description.columns.prefix(1).map { .text($0.name) }),
                "weir:missingReasons": .object(
                    Dictionary(
                        uniqueKeysWithValues: MissingReason.allCases.map { (String($0.rawValue), .text($0.label)) })),
            ],
        ]
    }

    /// Formats that a reader of packages takes for tables, and cannot open without an extension for each.
    private static let special = ["xlsx", "sav", "zsav"]

    private func resource(_ file: DataSetDescription.File) -> JSON? {
        let ending = file.path.split(separator: ".").last.map { String($0) } ?? ""
        guard !Self.special.contains(ending) else { return nil }
        let name = file.path.split(separator: "/").last.map { String($0) } ?? file.path
        var resource: [String: JSON] = [
            "name": .text(Self.name(name)), "path": .text(file.path), "title": .text(file.words),
            "bytes": .integer(file.bytes), "hash": .text("sha256:\(file.digest)"),
        ]
        if file.header.isEmpty {
            resource["format"] = .text(ending)
            resource["mediatype"] = ending == "sqlite" ? "application/vnd.sqlite3" : "application/octet-stream"
        } else {
            let fields = file.header.map { JSON.object(["name": .text($0), "type": "string"]) }
            resource.merge([
                "type": "table", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                "schema": ["fields": .list(fields), "fieldsMatch": "exact", "missingValues": [""]],
            ]) { $1 }
        }
        return .object(resource)
    }

    private func other(_ file: DataSetDescription.File) -> JSON {
        [
            "path": .text(file.path), "title": .text(file.words), "bytes": .integer(file.bytes),
            "hash": .text("sha256:\(file.digest)"),
            "reason":
                "the same rows as the first resource, for programs of their own; no resource, because readers of packages open it with an extension only",
        ]
    }

    private func field(_ column: ColumnDescription) -> JSON {
        var field: [String: JSON] = ["name": .text(column.name), "title": .text(column.label)]
        switch column.content {
        case .name:
            field["type"] = "string"
            field["constraints"] = ["required": true, "unique": true]
        case .month: field["type"] = "yearmonth"
        case .text: field["type"] = "string"
        case .number(let range):
            field["type"] = "number"
            if let range {
                field["constraints"] = ["minimum": .number(range.lowerBound), "maximum": .number(range.upperBound)]
            }
        case .code, .reason:
            field["type"] = "integer"
            categorise(column, &field)
        }
        if let option = column.option { field["weir:option"] = .integer(Int(option.code)) }
        describe(column, &field)
        return .object(field)
    }

    /// Categories are told, and enforced by the list of codes.
    private func categorise(_ column: ColumnDescription, _ field: inout [String: JSON]) {
        field["constraints"] = ["enum": .list(column.codes.map { .integer(Int($0.code)) })]
        field["categories"] = .list(
            column.codes.map { ["value": .integer(Int($0.code)), "label": .text($0.labels["en"] ?? "")] })
        // Beside an open answer the reasons are what the column tells.
        if column.content == .reason { field["missingValues"] = [""] }
    }

    private func describe(_ column: ColumnDescription, _ field: inout [String: JSON]) {
        guard let variable = column.variable else { return }
        field["weir:variable"] = .text(variable.name)
        field["weir:question"] = .object(variable.labels.mapValues(JSON.text))
        field["weir:basis"] = .text(variable.basis.rawValue)
        if !variable.universe.text.isEmpty { field["weir:universe"] = .text(variable.universe.text) }
        if !variable.preferred.isEmpty { field["weir:preferred"] = .text(variable.preferred) }
        field["weir:comparability"] = .object(
            Dictionary(
                column.comparability.map { ($0.country.letters, .text($0.degree.rawValue)) },
                uniquingKeysWith: { first, _ in first }))
    }
}
