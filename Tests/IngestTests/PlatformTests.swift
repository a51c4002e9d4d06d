import Testing

@testable import WeirIngest

/// Platforms are known by two signs or more.
@Suite struct PlatformTests {
    private static let qualtrics = [
        ["StartDate", "EndDate", "Progress", "Finished", "ResponseId", "Q1"],
        ["Anfangsdatum", "Enddatum", "", "", "", "Frage"],
        (1...6).map { "{\"ImportId\":\"QID\($0)\"}" }, ["2021-05-01", "2021-05-01", "100", "1", "R_1", "a"],
    ]

    @Test(arguments: [
        (qualtrics, "Qualtrics", 3), (Array(qualtrics[0...0] + qualtrics[2...3]), "Qualtrics", 2),
        ([["Respondent ID", "Collector ID", "Q1", ""], ["", "", "Response", "A"]], "SurveyMonkey", 2),
        ([["q", "_id", "_uuid", "_submission_time", "_index"], ["1", "2", "3", "4", "5"]], "KoBoToolbox", 1),
        ([["q", "_id", "_uuid", "_index"], ["#affected", "", "", ""]], "KoBoToolbox", 2),
        ([["SubmissionDate", "q", "meta-instanceID", "KEY"], ["1", "2", "3", "4"]], "ODK", 1),
        ([["id", "submitdate", "lastpage", "Q1[SQ001]"], ["1", "", "3", "Y"]], "LimeSurvey", 1),
        ([["record_id", "redcap_event_name", "use___1", "intake_complete"], ["1", "a", "0", "2"]], "REDCap", 1),
        ([["Marca temporal", "Pregunta [Fila 1]", "Score"], ["1", "2", "3"]], "Google Forms", 1),
        (
            [["ID", "Start time", "Completion time", "Email", "Name"], ["1", "2", "3", "4", "5"]], "Microsoft Forms", 1
        ),
    ])
    func `an export is known by its first rows`(_ rows: [[String]], _ name: String, _ headerRows: Int) {
        let layout = Layout(firstRecords: rows)
        #expect(layout.platform?.name == name)
        #expect(layout.platform?.signs.count ?? 0 >= 2)
        #expect(layout.headerRows == headerRows)
    }

    @Test(arguments: [
        [["Timestamp", "Q1"], ["1", "2"]], [["id", "name"], ["1", "2"]], [["Respondent ID", "Q1"], ["1", "2"]], [],
        [[]],
    ])
    func `one sign is not enough`(_ rows: [[String]]) { #expect(Layout(firstRecords: rows).platform == nil) }

    @Test func `signs tell nothing of the file`() {
        let rows = [["Respondent ID", "Collector ID", "secret", ""], ["", "", "Response", "hidden"]]
        let signs = Platform.recognised(in: rows)?.signs.joined() ?? ""
        #expect(!signs.isEmpty && !signs.contains("secret") && !signs.contains("hidden"))
    }
}
