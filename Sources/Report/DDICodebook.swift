public import WeirCore

/// `ddi-codebook.xml` (DDI-Codebook 2.5, https://ddialliance.org): the codebook as archives take it: questions, universes
/// and categories in all languages, missing flags, counts, and how far each country can be compared.
public struct DDICodebook: Sendable {
    /// The file in a data set.
    public static let fileName = "documentation/ddi-codebook.xml"

    private let data: DataSetDescription
    /// The columns of each question with several, in their order.
    private let groups: [(variable: Variable, columns: [Int])]

    /// The codebook of a data set.
    public init(_ data: DataSetDescription) {
        self.data = data
        var groups: [(variable: Variable, columns: [Int])] = []
        for (place, column) in data.columns.enumerated() {
            guard let variable = column.variable, variable.type == .multi else { continue }
            if groups.last?.variable.name == variable.name {
                groups[groups.count - 1].columns.append(place)
            } else {
                groups.append((variable, [place]))
            }
        }
        self.groups = groups
    }

    /// The file's text.
    public var text: String {
        var xml = XMLText()
        xml.element(
            "codeBook",
            [
                "xmlns": "ddi:codebook:2_5", "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
                "xsi:schemaLocation":
                    "ddi:codebook:2_5 http://www.ddialliance.org/Specification/DDI-Codebook/2.5/XMLSchema/codebook.xsd",
                "version": "2.5", "xml:lang": "en",
            ]
        ) { xml in
            study(&xml)
            file(&xml)
            xml.element("dataDscr") { xml in
                for (place, group) in groups.enumerated() { write(group, place, &xml) }
                for (place, column) in data.columns.enumerated() { write(column, place, &xml) }
            }
        }
        return xml.text
    }

    // MARK: The study

    private func study(_ xml: inout XMLText) {
        xml.element("stdyDscr") { xml in
            citation(&xml)
            xml.element("stdyInfo") { xml in
                xml.leaf("abstract", data.about.abstract)
                xml.element("sumDscr") { xml in
                    for country in data.countries { xml.leaf("nation", ["abbr": country.code.letters], country.name) }
                    xml.leaf("anlyUnit", "Individual")
                    xml.leaf("dataKind", "survey data")
                }
            }
            xml.element("method") { xml in
                xml.element("dataColl") { xml in
                    xml.leaf("sampProc", "Convenience sample, not representative; completes only.")
                }
            }
            access(&xml)
        }
    }

    private func citation(_ xml: inout XMLText) {
        xml.element("citation") { xml in
            xml.element("titlStmt") { xml in
                xml.leaf("titl", data.title)
                xml.leaf("subTitl", data.summary)
                xml.leaf("IDNo", ["agency": "weir"], data.id)
            }
            let authors = data.about.contributors.filter { $0.role == "author" }
            if !authors.isEmpty {
                xml.element("rspStmt") { xml in for author in authors { xml.leaf("AuthEnty", author.name) } }
            }
            let others = data.about.contributors.filter { $0.role != "author" }
            if !others.isEmpty {
                xml.element("prodStmt") { xml in
                    for other in others { xml.leaf("producer", ["role": other.role], other.name) }
                }
            }
            if let publisher = data.about.publisher {
                xml.element("distStmt") { xml in xml.leaf("distrbtr", ["URI": publisher.url], publisher.name) }
            }
            xml.element("verStmt") { xml in xml.leaf("version", data.version) }
        }
    }

    private func access(_ xml: inout XMLText) {
        xml.element("dataAccs") { xml in
            xml.element("useStmt") { xml in
                xml.leaf("confDec", "\(data.consent) Do not try to recognise anybody.")
                xml.leaf("conditions", data.about.licence?.name ?? "internal use only")
            }
        }
    }

    private func file(_ xml: inout XMLText) {
        xml.element("fileDscr", ["ID": "F1", "URI": data.table.path]) { xml in
            xml.element("fileTxt") { xml in
                xml.leaf("fileName", data.table.path)
                xml.element("dataFingerprint", ["type": "dataFile"]) { xml in
                    xml.leaf("digitalFingerprintValue", data.table.digest)
                    xml.leaf("algorithmSpecification", "SHA-256")
                }
                xml.element("dimensns") { xml in
                    xml.leaf("caseQnty", String(data.table.rows))
                    xml.leaf("varQnty", String(data.columns.count))
                }
                xml.leaf("fileType", ["charset": "UTF-8"], "text/csv, gzip")
            }
            if let k = data.smallestCount {
                xml.leaf(
                    "notes", ["type": "counts"],
                    "Counts are of the released rows. One below \(k) is not told, and another with it when the sum would give it back."
                )
            }
        }
    }

    // MARK: The variables

    private func id(_ place: Int) -> String { "V\(place + 1)" }

    private func write(_ group: (variable: Variable, columns: [Int]), _ place: Int, _ xml: inout XMLText) {
        let columns = group.columns.map(id).joined(separator: " ")
        xml.element(
            "varGrp", ["ID": "G\(place + 1)", "type": "multipleResp", "name": group.variable.name, "var": columns]
        ) { xml in
            write(group.variable.labels, as: "labl", &xml)
            xml.leaf("universe", Self.universe(group.variable))
        }
    }

    private static func universe(_ variable: Variable) -> String {
        variable.universe.text.isEmpty ? "Everybody who came to the question" : variable.universe.text
    }

    /// A text in all its languages, English first.
    private func write(_ labels: [String: String], as name: String, _ xml: inout XMLText) {
        for tag in DataSetDescription.languages {
            if let text = labels[tag] { xml.leaf(name, ["xml:lang": tag], text) }
        }
    }

    private func write(_ column: ColumnDescription, _ place: Int, _ xml: inout XMLText) {
        let isNumber = if case .number = column.content { true } else { false }
        let isText = column.content == .name || column.content == .month || column.content == .text
        let spread = isNumber ? "contin" : "discrete"
        xml.element("var", ["ID": id(place), "name": column.name, "files": "F1", "intrvl": spread]) { xml in
            xml.leaf("labl", ["xml:lang": "en"], column.label)
            if let variable = column.variable { question(variable, column, &xml) }
            ranges(column, &xml)
            if let variable = column.variable { xml.leaf("universe", Self.universe(variable)) }
            if let filled = column.filled { xml.leaf("sumStat", ["type": "vald"], String(filled)) }
            if let preferred = column.variable?.preferred {
                xml.leaf("txt", preferred.isEmpty ? "" : "Today's wording: \(preferred)")
            }
            for value in column.values { write(value, &xml) }
            xml.mark("varFormat", ["type": isText ? "character" : "numeric", "schema": "other"])
            notes(column, &xml)
        }
    }

    private func question(_ variable: Variable, _ column: ColumnDescription, _ xml: inout XMLText) {
        guard !variable.labels.isEmpty else { return }
        xml.element("qstn", ["ID": "Q_\(column.name)"]) { xml in
            write(variable.labels, as: "qstnLit", &xml)
            if let option = column.option { write(option.labels, as: "postQTxt", &xml) }
        }
    }

    private func ranges(_ column: ColumnDescription, _ xml: inout XMLText) {
        if case .number(let range?) = column.content {
            xml.element("valrng") { xml in
                xml.mark("range", ["UNITS": "REAL", "min": range.lowerBound.written, "max": range.upperBound.written])
            }
        }
        switch column.content {
        case .code, .number:
            let missing = MissingReason.codes
            xml.element("invalrng") { xml in
                xml.mark(
                    "range", ["UNITS": "INT", "min": String(missing.lowerBound), "max": String(missing.upperBound)])
            }
        default: break
        }
    }

    private func write(_ value: ColumnDescription.Value, _ xml: inout XMLText) {
        xml.element("catgry", ["missing": value.isMissing ? "Y" : "N"]) { xml in
            xml.leaf("catValu", String(value.code))
            write(value.labels, as: "labl", &xml)
            if !value.preferred.isEmpty { xml.leaf("txt", "Today's wording: \(value.preferred)") }
            if let count = value.count { xml.leaf("catStat", ["type": "freq"], String(count)) }
        }
    }

    private func notes(_ column: ColumnDescription, _ xml: inout XMLText) {
        if let variable = column.variable { xml.leaf("notes", ["type": "basis"], variable.basis.rawValue) }
        for (country, degree) in column.comparability {
            xml.leaf("notes", ["type": "comparability", "subject": country.letters], degree.rawValue)
        }
        let masked = column.values.filter { $0.count == nil }.map { String($0.code) }
        if !masked.isEmpty {
            xml.leaf("notes", ["type": "masked counts"], masked.joined(separator: " "))
        }
    }
}
