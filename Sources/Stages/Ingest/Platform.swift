import WeirCore

/// The platform an export comes from, told by its first rows: two signs at least, none of them enough by itself.
public struct Platform: Equatable, Sendable {
    /// Its name.
    public var name: String
    /// What it was recognised by, in words that hold nothing of the file.
    public var signs: [String]

    /// Recognises the first rows of an export; nil when fewer than two signs speak for any platform.
    public static func recognised(in rows: [[String]]) -> Platform? {
        let rows = FirstRows(rows)
        let found = known.map { name, signs in
            Platform(name: name, signs: signs.filter { $0.stands(rows) }.map(\.words))
        }
        let likely = found.filter { $0.signs.count >= 2 }
        // The first of equals, so that the list's order decides.
        return likely.reduce(nil) { best, next in next.signs.count > best?.signs.count ?? 0 ? next : best }
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

    private static let known: [(String, [Sign])] = [
        ("SurveyMonkey", surveyMonkey), ("Qualtrics", qualtrics), ("KoBoToolbox", kobo), ("ODK", odk),
        ("LimeSurvey", limeSurvey), ("REDCap", redcap), ("Google Forms", googleForms),
        ("Microsoft Forms", microsoftForms),
    ]

    private static let surveyMonkey = [
        Sign("row 1 begins with the respondent's id") { $0.first.first?.filter { $0 != " " } == "respondentid" },
        Sign("row 2 says Response or Open-Ended Response") {
            $0.second.contains { ["response", "open-ended response"].contains($0) }
        },
        Sign("questions stand above several columns, and row 2 begins blank") {
            $0.second.first == "" && $0.first.dropFirst().contains("")
        },
        Sign("a collector's id") { $0.has("collector id", "collectorid") },
        Sign("the usual columns about the respondent") {
            $0.has("ip address", "ipaddress") && $0.has("email address", "emailaddress")
        },
    ]

    private static let qualtrics = [
        Sign("a row of import ids") { $0.isImportIDs($0.second) || $0.isImportIDs($0.third) },
        Sign("start, end and progress of the interview") {
            $0.has("startdate") && $0.has("enddate") && $0.has("progress", "finished")
        },
        Sign("a response id") { $0.has("responseid") },
        Sign("the channel of distribution, the language of the user") {
            $0.has("distributionchannel", "userlanguage")
        },
        Sign("a response set") { $0.has("responseset") },
    ]

    private static let kobo = [
        Sign("an id and a uuid of the submission") { $0.has("_id") && $0.has("_uuid") },
        Sign("the time of submission") { $0.has("_submission_time") },
        Sign("the state of validation") { $0.has("_validation_status") },
        Sign("the record's number") { $0.has("_index") },
        Sign("the form's version, or who submitted it") { $0.has("__version__") || $0.has("_submitted_by") },
        Sign("the phone that was used") { $0.has("deviceid") },
    ]

    private static let odk = [
        Sign("the time of submission first") { $0.first.first == "submissiondate" },
        Sign("a key last") { $0.first.last == "key" || $0.first.contains { $0.hasPrefix("set-of-") } },
        Sign("an id of the instance") { $0.has("instanceid", "meta-instanceid", "meta/instanceid", "parent_key") },
        Sign("the phone that was used") { $0.has("deviceid") },
    ]

    private static let limeSurvey = [
        Sign("the time of submission") { $0.has("submitdate", "date submitted") },
        Sign("the last page") { $0.has("lastpage", "last page") },
        Sign("the language at the start") { $0.has("startlanguage", "start language") },
        Sign("start and last action") {
            $0.has("startdate", "date started") && $0.has("datestamp", "date last action")
        },
        Sign("the seed of the survey's order") { $0.has("seed") },
        Sign("a response id first") { ["id", "response id"].contains($0.first.first ?? "") },
    ]

    private static let redcap = [
        Sign("boxes of a field named by its code") { $0.first.contains { $0.contains("___") && !$0.hasPrefix("_") } },
        Sign("the state of a form") { $0.first.contains { $0.hasSuffix("_complete") } },
        Sign("an event, a repeated form or a survey's id") { $0.first.contains { $0.hasPrefix("redcap_") } },
        Sign("boxes of a field named by their option") { $0.first.contains { $0.contains("(choice=") } },
    ]

    private static let googleForms = [
        Sign("the time first") {
            ["timestamp", "marca temporal", "marcă de timp", "vremenska oznaka", "vula kohore"]
                .contains($0.first.first ?? "")
        },
        Sign("the address, name or score that a form collects") {
            $0.has("email address", "username", "score", "dirección de correo electrónico")
        },
        Sign("rows of a grid behind their question") { $0.first.contains { $0.hasSuffix("]") && $0.contains(" [") } },
    ]

    private static let microsoftForms = [
        Sign("an id first") { $0.first.first == "id" },
        Sign("start and completion") { $0.has("start time") && $0.has("completion time") },
        Sign("the respondent's address and name") { $0.has("email") && $0.has("name") },
    ]
}

/// The first three rows of an export, folded.
private struct FirstRows {
    let first, second, third: [String]
    private let names: Set<String>

    init(_ rows: [[String]]) {
        let folded = rows.prefix(3).map { $0.map(TextFolding.folded) }
        first = folded.first ?? []
        second = folded.count > 1 ? folded[1] : []
        third = folded.count > 2 ? folded[2] : []
        // Columns of a group carry its name in front.
        names = Set(first)
    }

    /// Whether a column is called so in row 1.
    func has(_ spellings: String...) -> Bool { spellings.contains(where: names.contains) }

    /// Whether most cells are such as `{"ImportId":"QID2"}`.
    func isImportIDs(_ row: [String]) -> Bool {
        !row.isEmpty && 2 * row.count { $0.hasPrefix("{\"importid\"") } > row.count
    }
}
