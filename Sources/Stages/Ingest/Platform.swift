public import WeirCore

/// The layout of an export, told by its first rows: by two signs at least, none of them enough by itself.
public struct RecognisedLayout: Equatable, Sendable {
    /// The layout.
    public var layout: ExportLayout
    /// What it was recognised by, in words that hold nothing of the file.
    public var signs: [String]

    /// Recognises the first rows of an export; nil when fewer than two signs speak for any platform.
    public static func recognised(in rows: [[String]], sheet: String? = nil) -> RecognisedLayout? {
        recognised(in: FirstRows(rows, sheet: sheet))
    }

    static func recognised(in rows: FirstRows) -> RecognisedLayout? {
        let found = known.map { platform in
            (platform.variant, platform.signs.filter { $0.stands(rows) }.map(\.words))
        }
        let likely = found.filter { $0.1.count >= 2 }
        // The first of equals, so that the list's order decides.
        let best = likely.reduce(nil as (variant: (FirstRows) -> ExportLayout, signs: [String])?) { best, next in
            next.1.count > best?.signs.count ?? 0 ? (next.0, next.1) : best
        }
        return best.map { RecognisedLayout(layout: $0.variant(rows), signs: $0.signs) }
    }

    /// One sign of a platform.
    private struct Sign: Sendable {
        var words: String
        var stands: @Sendable (FirstRows) -> Bool

        init(_ words: String, _ stands: @escaping @Sendable (FirstRows) -> Bool) {
            self.words = words
            self.stands = stands
        }
    }

    private struct Known: Sendable {
        var signs: [Sign]
        var variant: @Sendable (FirstRows) -> ExportLayout
    }

    private static let known = [
        Known(signs: surveyMonkey, variant: variantOfSurveyMonkey),
        Known(signs: qualtrics, variant: variantOfQualtrics),
        Known(signs: kobo) { rows in rows.first.allSatisfy(isName) ? .koboNames : .koboLabels },
        Known(signs: odk) { _ in .odk }, Known(signs: limeSurvey, variant: variantOfLimeSurvey),
        Known(signs: redcap) { rows in
            rows.hasName { $0.contains("(choice=") || $0 == "complete?" || $0 == "event name" }
                ? .redcapLabels : .redcapRaw
        },
        Known(signs: googleForms) { _ in .googleForms }, Known(signs: microsoftForms) { _ in .microsoftForms },
    ]

    // MARK: SurveyMonkey

    private static let surveyMonkey = [
        Sign("row 1 begins with the respondent's id") { $0.first.first?.filter { $0 != " " } == "respondentid" },
        Sign("row 2 says Response or Open-Ended Response") { $0.second.contains(where: isPlaceholder) },
        Sign("row 2 begins with it, and says it again") {
            isPlaceholder($0.second.first ?? "") && $0.second.count(where: isPlaceholder) > 1
        },
        Sign("questions stand above several columns") {
            $0.first.dropFirst().contains("") && ($0.second.first == "" || $0.second.contains(where: isPlaceholder))
        },
        Sign("a collector's id") { $0.has("collector id", "collectorid") },
        Sign("the usual columns about the respondent") {
            $0.has("ip address", "ipaddress") && $0.has("email address", "emailaddress")
        },
        Sign("a question's options, each behind the question and a dash") {
            $0.first.first != nil && hasDashedOptions($0)
        },
        Sign("columns numbered as in its SPSS file") { $0.names(isNumbered) > 1 },
    ]

    static func isPlaceholder(_ text: String) -> Bool { text == "response" || text == "open-ended response" }

    /// `Question - Option` twice at least, with the same question, behind the respondent's id.
    private static func hasDashedOptions(_ rows: FirstRows) -> Bool {
        guard rows.first.first?.filter({ $0 != " " }) == "respondentid" else { return false }
        let questions = rows.first.compactMap {
            $0.firstRange(of: " - ").map { [name = $0] range in name[..<range.lowerBound] }
        }
        return Set(questions).count < questions.count
    }

    /// `q0004`, `q0004_0001`.
    private static func isNumbered(_ name: String) -> Bool {
        let parts = name.dropFirst().split(separator: "_", omittingEmptySubsequences: false)
        return name.first == "q" && parts.allSatisfy { $0.count == 4 && $0.allSatisfy(\.isNumber) }
    }

    private static func variantOfSurveyMonkey(_ rows: FirstRows) -> ExportLayout {
        guard hasTwoRows(rows) else { return rows.names(isNumbered) > 1 ? .surveyMonkeyNames : .surveyMonkeyFlattened }
        if rows.second.first?.isEmpty == false { return .surveyMonkeyStripped }
        // Sliders say Response in both; closed questions do in one, and have a column for each option in the other.
        let whole = rows.second.count { $0 == "response" }
        return whole > singleChoices(rows) && whole > 0 ? .surveyMonkeyCondensed : .surveyMonkeyExpanded
    }

    /// Questions with a column for each option of which nobody in the first rows ticked two.
    private static func singleChoices(_ rows: FirstRows) -> Int {
        var blocks: [[Int]] = []
        for column in rows.second.indices where !rows.second[column].isEmpty && !isPlaceholder(rows.second[column]) {
            let isNew = column >= rows.first.count || !rows.first[column].isEmpty
            if isNew || blocks.isEmpty { blocks.append([]) }
            blocks[blocks.count - 1].append(column)
        }
        let records = rows.rows.dropFirst(2)
        return blocks.count { block in
            let ticks = records.map { record in block.filter { $0 < record.count && !record[$0].isEmpty } }
            let areOwn = zip(records, ticks).allSatisfy { record, ticks in
                ticks.allSatisfy { record[$0] == rows.second[$0] }
            }
            return block.count > 1 && areOwn && ticks.allSatisfy { $0.count < 2 } && ticks.count { $0.count == 1 } > 2
        }
    }

    /// Row 2 says what row 1's columns are.
    private static func hasTwoRows(_ rows: FirstRows) -> Bool {
        let signs = [
            rows.second.contains(where: isPlaceholder), rows.second.count(where: isPlaceholder) > 1,
            rows.first.first?.filter { $0 != " " } == "respondentid", rows.second.first == "",
            rows.first.dropFirst().contains(""),
        ]
        return signs.count { $0 } >= 2
    }

    // MARK: Qualtrics

    private static let qualtrics = [
        Sign("a row of import ids") { $0.importIDs != nil },
        Sign("start, end and progress of the interview") {
            $0.has("startdate") && $0.has("enddate") && $0.has("progress", "finished")
        },
        Sign("a response id") { $0.has("responseid") || $0.second.contains("responseid") },
        Sign("the channel of distribution, the language of the user") { $0.has("distributionchannel", "userlanguage") },
        Sign("columns numbered V1, V2 and so on") { $0.has("v1") && $0.has("v2") && $0.has("v3") },
        Sign("a response set") { $0.has("responseset") || $0.second.contains("responseset") },
    ]

    private static func variantOfQualtrics(_ rows: FirstRows) -> ExportLayout {
        if let row = rows.importIDs { return row == 1 ? .qualtricsTwoRows : .qualtricsThreeRows }
        if rows.has("v1"), rows.second.contains("responseid") { return .qualtricsLegacy }
        // Below a date stands a date, unless the row holds the questions.
        let below = ["startdate", "enddate", "recordeddate"].compactMap { rows.below($0) }
        let isText = !below.isEmpty && below.allSatisfy { !$0.isEmpty && !$0.contains(where: \.isNumber) }
        return isText ? .qualtricsTwoRows : .qualtricsOneRow
    }

    // MARK: KoBoToolbox and ODK

    private static let kobo = [
        Sign("an id and a uuid of the submission") { $0.has("_id") && $0.has("_uuid") },
        Sign("the time of submission") { $0.has("_submission_time") },
        Sign("the state of validation") { $0.has("_validation_status") },
        Sign("the record's number") { $0.has("_index") },
        Sign("the form's version, or who submitted it") { $0.has("__version__") || $0.has("_submitted_by") },
        Sign("the phone that was used") { $0.has("deviceid") },
        Sign("a row of tags") { $0.hasTags },
    ]

    /// A name of the form, with its groups: `group/age`.
    private static func isName(_ header: String) -> Bool {
        header.unicodeScalars.allSatisfy {
            $0.isASCII && $0.properties.isAlphabetic || "_/.-0123456789".unicodeScalars.contains($0)
        }
    }

    private static let odk = [
        Sign("the time of submission first") { $0.first.first == "submissiondate" },
        Sign("a key last") { $0.first.last == "key" || $0.hasName { $0.hasPrefix("set-of-") } },
        Sign("an id of the instance") {
            $0.has("instanceid", "meta-instanceid", "meta/instanceid", "parent_key")
        },
        Sign("who submitted it, and its attachments") { $0.has("submitterid") && $0.has("attachmentspresent") },
        Sign("the phone that was used") { $0.has("deviceid") },
    ]

    // MARK: LimeSurvey

    private static let limeSurvey = [
        Sign("the time of submission") { has($0, "submitdate", "date submitted") },
        Sign("the last page") { has($0, "lastpage", "last page") },
        Sign("the language at the start") { has($0, "startlanguage", "start language") },
        Sign("start and last action") {
            has($0, "startdate", "date started") && has($0, "datestamp", "date last action")
        },
        Sign("the seed of the survey's order") { has($0, "seed", "seed") },
        Sign("a response id first") { rows in
            ["id", "response id"].contains(rows.first.first ?? "")
                || isBoth(rows.first.first ?? "", "id", "response id")
        },
    ]

    /// A base column by its code, its text, or both.
    private static func has(_ rows: FirstRows, _ code: String, _ text: String) -> Bool {
        rows.has(code, text) || rows.hasName { isBoth($0, code, text) }
    }

    private static func isBoth(_ name: String, _ code: String, _ text: String) -> Bool {
        name.hasPrefix(code) && name.hasSuffix(text) && (2...4).contains(name.count - code.count - text.count + 1)
    }

    private static func variantOfLimeSurvey(_ rows: FirstRows) -> ExportLayout {
        if limeSurveySeparator(rows.first) != nil { return .limeSurveyBoth }
        return rows.has("date submitted", "last page", "response id") ? .limeSurveyTexts : .limeSurveyCodes
    }

    /// What stands between code and text: `. ` in `submitdate. Date submitted`.
    static func limeSurveySeparator(_ header: [String]) -> String? {
        for (code, text) in [("submitdate", "date submitted"), ("lastpage", "last page"), ("id", "response id")] {
            if let name = header.first(where: { isBoth($0, code, text) }) {
                return String(name.dropFirst(code.count).dropLast(text.count))
            }
        }
        return nil
    }

    // MARK: REDCap and the forms

    private static let redcap = [
        Sign("boxes of a field named by its code") { $0.hasName { $0.contains("___") && !$0.hasPrefix("_") } },
        Sign("the state of a form") { $0.hasName { $0.hasSuffix("_complete") || $0 == "complete?" } },
        Sign("an event, a repeated form or a survey's id") {
            $0.hasName { $0.hasPrefix("redcap_") } || $0.has("event name", "repeat instrument", "survey identifier")
        },
        Sign("boxes of a field named by their option") { $0.hasName { $0.contains("(choice=") } },
        Sign("a record's id first") { ["record_id", "record id"].contains($0.first.first ?? "") },
    ]

    private static let googleForms = [
        Sign("the time first") { FirstRows.times.contains(($0.first.first ?? "").filter { $0 != " " }) },
        Sign("the address, name or score that a form collects") {
            $0.has("email address", "username", "score", "dirección de correo electrónico")
        },
        Sign("rows of a grid behind their question") { $0.hasName { $0.hasSuffix("]") && $0.contains(" [") } },
        Sign("a time with its zone, as a form's own file has it") {
            let words = ($0.second.first ?? "").split(separator: " ")
            return words.count == 4 && words[3].hasPrefix("gmt") && words[0].split(separator: "/").count == 3
        },
        Sign("a day with its time below it") { rows in
            let below = rows.rows.dropFirst().compactMap(\.first).filter { !$0.isEmpty }
            return !below.isEmpty && below.allSatisfy(isDayWithTime)
        },
        Sign("a sheet named as a form names it") { rows in
            ["form responses", "respuestas de formulario", "răspunsuri la formular", "odgovori na obrazac"]
                .contains(where: rows.sheet.hasPrefix)
        },
    ]

    /// `5/1/2021 21:53:05`, with any signs between the numbers.
    private static func isDayWithTime(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        guard words.count >= 2 else { return false }
        let day = words[0].split { "/.-".contains($0) }
        let time = words[1].split(separator: ":")
        return day.count == 3 && (2...3).contains(time.count)
            && (day + time).allSatisfy { $0.allSatisfy(\.isNumber) && $0.count <= 4 }
    }

    private static let microsoftForms = [
        Sign("an id first") { $0.first.first == "id" },
        Sign("start and completion") {
            $0.has("start time", "hora de inicio") && $0.has("completion time", "hora de finalización")
        },
        Sign("the respondent's address and name") {
            $0.has("email", "correo electrónico") && $0.has("name", "nombre")
        },
    ]
}
