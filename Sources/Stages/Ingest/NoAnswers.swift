public import WeirCore

/// Tables that hold no answers, known by two signs at least: questionnaires, data dictionaries, codebooks and counts.
public enum NoAnswers {
    /// What a table is when it holds no answers; nil when it may hold some.
    public static func recognised(in records: [[String]], file: String, row: Int = 1) -> Diagnostic? {
        let rows = FirstRows(records)
        let place = Place(file: file, row: row)
        for (code, name, signs) in known where signs.count(where: { $0(rows) }) >= 2 {
            return Diagnostic(code, at: place, label: name)
        }
        let signs = crossTabulation.filter { $0.stands(rows) }.map(\.words)
        guard signs.count >= 2 else { return nil }
        return Diagnostic(.fileCrossTabulation, at: place, label: signs.joined(separator: ", "))
    }

    private typealias Sign = @Sendable (FirstRows) -> Bool

    private static let known: [(DiagnosticCode, String, [Sign])] = [
        (
            .fileQuestionnaire, "an XLSForm",
            [
                { $0.has("type") && $0.has("name") && $0.hasName { $0 == "label" || $0.hasPrefix("label:") } },
                { $0.has("relevant", "constraint", "calculation", "appearance", "choice_filter", "hint") },
                { rows in rows.column("type").contains { isFormType($0) } },
            ]
        ),
        (
            .fileQuestionnaire, "the choices of an XLSForm",
            [
                { $0.has("list_name", "list name") },
                { $0.has("name") && $0.hasName { $0 == "label" || $0.hasPrefix("label:") } },
            ]
        ),
        (
            .fileQuestionnaire, "a LimeSurvey structure",
            [
                { $0.has("class") && $0.has("type/scale") }, { $0.has("relevance") && $0.has("text") },
                { rows in
                    let classes = rows.column("class").filter { !$0.isEmpty }
                    return classes.count > 1
                        && classes.allSatisfy { ["s", "sl", "g", "q", "sq", "a", "as"].contains($0) }
                },
            ]
        ),
        (
            .fileDictionary, "of a REDCap project",
            [
                { $0.has("variable / field name", "field_name") }, { $0.has("field type", "field_type") },
                { $0.has("field label", "field_label") }, { $0.has("form name", "form_name") },
            ]
        ),
        (
            .fileCodebook, "",
            [
                { $0.has("variable", "variable name", "name") && $0.has("label", "variable label", "question") },
                { $0.has("value labels", "values", "value", "codes", "categories") },
                { $0.has("measure", "measurement level", "width", "decimals", "missing", "missing values", "format") },
            ]
        ),
    ]

    private static func isFormType(_ text: String) -> Bool {
        let word = text.split(separator: " ").first ?? ""
        return [
            "select_one", "select_multiple", "begin_group", "begin", "end_group", "integer", "calculate", "note",
            "geopoint", "begin_repeat",
        ].contains(word)
    }

    // MARK: counts

    private static let crossTabulation: [(words: String, stands: @Sendable (FirstRows) -> Bool)] = [
        (
            "labels in the first column and numbers in all others",
            { rows in
                // Titles and headings may stand in several rows above the counts.
                let body = rows.rows.dropFirst().filter { $0.count { !$0.isEmpty } > 1 }
                    .drop { !$0.dropFirst().contains(where: isNumber) }
                let labels = body.map { $0[0] }
                return body.count > 1 && labels.allSatisfy { !$0.isEmpty && !isNumber($0) }
                    && Set(labels).count == labels.count
                    && body.allSatisfy { $0.dropFirst().allSatisfy { $0.isEmpty || isNumber($0) || isMark($0) } }
            }
        ),
        (
            "a title that says so",
            { rows in rows.first.count { !$0.isEmpty } == 1 && rows.first.contains { $0.contains("crosstab") } }
        ),
        (
            "a total or a base",
            { rows in
                // Some summaries count those who answered below the shares, in the second column.
                (rows.rows.flatMap { $0.prefix(2) } + rows.first + rows.second).contains { totals.contains($0) }
            }
        ),
        (
            "shares of a hundred",
            { rows in
                let cells = rows.rows.dropFirst().flatMap { $0.dropFirst() }.filter { !$0.isEmpty }
                let shares = cells.count { $0.hasSuffix("%") && isNumber($0) }
                return shares > 1 && 3 * shares >= cells.count
            }
        ),
        (
            "the headings of a summary",
            { rows in
                let headings = rows.rows.prefix(4).flatMap { $0 }
                return headings.contains("answer choices") || headings.contains("row labels")
                    || (headings.contains("count") && headings.contains { $0.hasPrefix("percent") || $0 == "%" })
            }
        ),
    ]

    private static let totals: Set<String> = [
        "total", "grand total", "answered", "skipped", "base", "n", "sample size", "respondidas", "omitidas", "ukupno",
        "gjithsej", "total general",
    ]

    private static func isMark(_ text: String) -> Bool { text == "-" || text == "n/a" || text == "*" }

    private static func isNumber(_ text: String) -> Bool {
        let digits = text.hasSuffix("%") ? text.dropLast() : text[...]
        return digits.contains(where: \.isNumber) && digits.allSatisfy { $0.isNumber || ".,  +-".contains($0) }
    }
}

extension FirstRows {
    /// What stands below a column's name.
    func column(_ name: String) -> [String] {
        guard let column = first.firstIndex(of: name) else { return [] }
        return rows.dropFirst().map { column < $0.count ? $0[column] : "" }
    }
}
