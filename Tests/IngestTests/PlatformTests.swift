import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirFormats
@testable import WeirIngest

/// Layouts are known by two signs or more.
@Suite struct PlatformTests {
    struct Export: Sendable, CustomTestStringConvertible {
        var layout: ExportLayout
        var headerRows: Int
        /// The letters of the columns about the interview.
        var interview: String
        var rows: [[String]]
        var sheet: String?
        var testDescription: String { "\(layout.words): \(rows.first?.prefix(3).joined(separator: ", ") ?? "")" }

        init(_ layout: ExportLayout, _ headerRows: Int, _ interview: String, _ rows: [[String]], sheet: String? = nil) {
            self.layout = layout
            self.headerRows = headerRows
            self.interview = interview
            self.rows = rows
            self.sheet = sheet
        }
    }

    private static let qualtricsNames = ["StartDate", "EndDate", "Progress", "Finished", "ResponseId", "Q1"]
    private static let qualtricsTexts = ["Anfangsdatum", "Enddatum", "Fortschritt", "Beendet", "Antwort", "Frage"]
    private static let importIDs = (1...6).map { "{\"ImportId\":\"QID\($0)\"}" }
    private static let qualtricsRow = ["2021-05-01 10:00:00", "2021-05-01 10:20:00", "100", "1", "R_1", "a"]

    private static let exports = [
        Export(
            .surveyMonkeyCondensed, 2, "A–B",
            [["Respondent ID", "Collector ID", "Q1", "Q2", ""], ["", "", "Response", "A", "B"]]),
        Export(
            .surveyMonkeyCondensed, 2, "A–D",
            [
                ["RespondentID", "CollectorID", "IPAddress", "Custom Data 1", "Q", "C", ""],
                ["", "", "", "", "Response", "Name", "Email Address"], ["1", "2", "10.0.0.1", "", "a", "b", "c"],
            ]),
        Export(
            .surveyMonkeyExpanded, 2, "A–C",
            [["Respondent ID", "Start Date", "End Date", "Gender", ""], ["", "", "", "Female", "Male"]]),
        Export(
            .surveyMonkeyExpanded, 2, "A", [["RespondentID", "Q1", "", ""], ["", "A", "B", "Other (please specify)"]]),
        Export(
            .surveyMonkeyFlattened, 1, "A–B", [["RespondentID", "CollectorID", "Q1", "Q2 - A"], ["1", "2", "a", "A"]]),
        Export(.surveyMonkeyFlattened, 1, "A", [["Respondent ID", "Q2 - A", "Q2 - B - C"], ["1", "", "B - C"]]),
        Export(
            .surveyMonkeyStripped, 2, "", [["Q1", "Q2", "", "Q3"], ["Response", "A", "B", "Open-Ended Response"]]),
        Export(.surveyMonkeyStripped, 2, "", [["Q1", "Q2"], ["Response", "Open-Ended Response"], ["a", "b"]]),
        Export(.surveyMonkeyNames, 1, "A", [["RespondentID", "q0001", "q0002_0001", "q0002_0002"]]),
        Export(
            .surveyMonkeyNames, 1, "A–B", [["RespondentID", "CollectorID", "q0001", "q0004_0001_0003"], ["1"]]),
        Export(.qualtricsThreeRows, 3, "A–E", [qualtricsNames, qualtricsTexts, importIDs, qualtricsRow]),
        Export(
            .qualtricsThreeRows, 3, "A–B",
            [["ResponseId", "UserLanguage", "Q1"], ["a", "b", "c"], Array(importIDs.prefix(3))]),
        Export(.qualtricsTwoRows, 2, "A–E", [qualtricsNames, importIDs, qualtricsRow]),
        Export(.qualtricsTwoRows, 2, "A–E", [qualtricsNames, qualtricsTexts, qualtricsRow]),
        Export(.qualtricsOneRow, 1, "A–E", [qualtricsNames, qualtricsRow]),
        Export(.qualtricsOneRow, 1, "A–B", [["ResponseId", "DistributionChannel", "Q1"], ["R_1", "anonymous", "a"]]),
        Export(
            .qualtricsLegacy, 2, "A–C",
            [
                ["V1", "V2", "V3", "Q1", ""], ["ResponseID", "ResponseSet", "Name", "Frage", ""],
                ["R_1", "", "", "a", ""],
            ]),
        Export(
            .qualtricsLegacy, 2, "A–D",
            [["V1", "V2", "V3", "V6", "Q1"], ["ResponseID", "ResponseSet", "Name", "IPAddress", "Question"]]),
        Export(
            .koboNames, 1, "A–B, E–H",
            [["start", "deviceid", "g1/q", "g1/q/a", "_id", "_uuid", "_submission_time", "_index"]]),
        Export(.koboNames, 2, "B–D", [["q", "_id", "_uuid", "_index"], ["#affected", "", "", ""]]),
        Export(
            .koboLabels, 1, "C–F",
            [["Vendi ku punoni", "Shërbimet/Strehim", "_id", "_uuid", "_submission_time", "_index"]]),
        Export(.koboLabels, 2, "B–D", [["Pyetja e parë", "_id", "_uuid", "_index"], ["#affected", "", "", ""]]),
        Export(.odk, 1, "A, C–D", [["SubmissionDate", "q", "meta-instanceID", "KEY"], ["1", "2", "3", "4"]]),
        Export(.odk, 1, "B–D", [["q", "SET-OF-child", "PARENT_KEY", "KEY"]]),
        Export(.limeSurveyCodes, 1, "A–C", [["id", "submitdate", "lastpage", "Q1[SQ001]"], ["1", "", "3", "Y"]]),
        Export(.limeSurveyCodes, 1, "A–E", [["id", "submitdate", "startlanguage", "seed", "ipaddr", "Q1_SQ001"]]),
        Export(.limeSurveyTexts, 1, "A–C", [["Response ID", "Date submitted", "Last page", "Which? [First]"]]),
        Export(
            .limeSurveyTexts, 1, "A–E",
            [["Response ID", "Date submitted", "Start language", "Seed", "IP address", "Question"]]),
        Export(
            .limeSurveyBoth, 1, "A–C",
            [["id. Response ID", "submitdate. Date submitted", "lastpage. Last page", "Q1[SQ001]. Which? [First]"]]),
        Export(
            .limeSurveyBoth, 1, "A–C",
            [["id - Response ID", "submitdate - Date submitted", "startlanguage - Start language", "Q1 - Which?"]]),
        Export(.redcapRaw, 1, "A–B, D", [["record_id", "redcap_event_name", "use___1", "intake_complete"]]),
        Export(
            .redcapRaw, 1, "A, D", [["study_no", "use___1", "use___2", "intake_complete"], ["331-1", "0", "1", "2"]]),
        Export(
            .redcapLabels, 1, "A, D", [["Record ID", "Use? (choice=Alcohol)", "Use? (choice=None)", "Complete?"]]),
        Export(
            .redcapLabels, 1, "A–C", [["Study number", "Event Name", "Survey Identifier", "Sex", "Use (choice=A)"]]),
        Export(
            .googleForms, 1, "A", [["Marca temporal", "Pregunta [Fila 1]", "Pregunta [Fila 2]"], ["1", "2", "3"]]),
        Export(.googleForms, 1, "A–B", [["Timestamp", "Email Address", "Age"], ["1/15/2025 21:53:05", "a", "b"]]),
        Export(.googleForms, 1, "A", [["Timestamp", "Age"], ["2014/04/10 4:05:12 PM GMT+2", "21-30"]]),
        Export(
            .googleForms, 1, "A", [["Timestamp", "Age"], ["5/1/2021 21:53:05", "21-30"], ["5/2/2021 9:05:00", ""]]),
        Export(.googleForms, 1, "A", [["Marca temporal", "Edad"], ["01/05/2021 9:53:05", "21-30"]]),
        Export(.googleForms, 1, "A", [["Timestamp", "Age"], ["45000.5", "21-30"]], sheet: "Form Responses 1"),
        Export(.microsoftForms, 1, "A–E", [["ID", "Start time", "Completion time", "Email", "Name", "Q"]]),
        Export(
            .microsoftForms, 1, "A–E",
            [["Id", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre", "¿Edad?"]]),
    ]

    @Test(arguments: exports)
    func `an export is known by its first rows`(_ export: Export) {
        let layout = Layout(firstRecords: export.rows, sheet: export.sheet)
        #expect(layout.export == export.layout)
        #expect(layout.signs.count >= 2)
        #expect(layout.headerRows == export.headerRows)
        #expect(Binder.letters(of: layout.interview.keys.sorted()) == export.interview)
    }

    @Test func `every layout has two examples at least`() {
        for layout in ExportLayout.allCases where layout != .plain {
            #expect(Self.exports.count { $0.layout == layout } >= 2, "\(layout.words)")
        }
    }

    /// One sign only, or none.
    @Test(arguments: [
        [["Timestamp", "Q1"], ["1", "2"]], [["Timestamp", "Q1"], ["5/1/2021", "2"]],
        [["Timestamp", "Q1"], ["", "2"]],
        [["Timestamp", "Q1"], ["5/1/2021 21:53", "2"], ["later", "2"]], [["Sent", "Q1"], ["5/1/2021 21:53", "2"]],
        [["id", "name"], ["1", "2"]], [["Respondent ID", "Q1"], ["1", "2"]], [],
        [[]], [["Q1", "Q2"], ["Response", "a"]], [["a", "b"], ["", "x"]], [["StartDate", "EndDate", "Q1"], ["1"]],
        [["ResponseId", "Q1"], ["R_1", "a"]], [["V1", "V2", "V3"], ["1", "2", "3"]], [["_id", "q"], ["1", "2"]],
        [["deviceid", "q"], ["1", "2"]], [["SubmissionDate", "q"], ["1", "2"]], [["q", "KEY"], ["1", "2"]],
        [["submitdate", "q"], ["1", "2"]], [["Response ID", "q"], ["1", "2"]], [["use___1", "q"], ["1", "0"]],
        [["form_complete", "q"], ["1", "2"]], [["Q [A]", "Q [B]"], ["1", "2"]],
        [["Email Address", "Score"], ["1", "2"]],
        [["Start time", "Completion time"], ["1", "2"]], [["q0001", "q0002"], ["1", "2"]],
        [["Q - A", "Q - B"], ["A", ""]], [["a", "b"], ["#x", ""]], [["event", "Use (choice=A)"], ["1", "Checked"]],
    ])
    func `one sign is not enough`(_ rows: [[String]]) {
        let layout = Layout(firstRecords: rows)
        #expect(layout.export == .plain)
        #expect(layout.headerRows == 1)
        #expect(layout.interview.isEmpty)
    }

    @Test func `signs tell nothing of the file`() {
        let rows = [["Respondent ID", "Collector ID", "secret", ""], ["", "", "Response", "hidden"]]
        let signs = Layout(firstRecords: rows).signs.joined()
        #expect(!signs.isEmpty && !signs.contains("secret") && !signs.contains("hidden"))
    }

    @Test func `a layout is declared by its platform or by its variant`() {
        #expect(DeclaredLayout("surveymonkey")?.layouts.count == 5)
        #expect(DeclaredLayout("SurveyMonkey expanded")?.layouts == [.surveyMonkeyExpanded])
        #expect(DeclaredLayout("google forms")?.layouts == [.googleForms])
        #expect(DeclaredLayout("a plain table")?.layouts == [.plain])
        #expect(DeclaredLayout("survey") == nil)
        #expect(ExportLayout.allCases.allSatisfy { DeclaredLayout($0.rawValue)?.layouts.contains($0) == true })
    }
}

/// Tables without answers are refused by what they are.
@Suite struct NoAnswersTests {
    struct Table: Sendable, CustomTestStringConvertible {
        var code: DiagnosticCode?
        var rows: [[String]]
        var testDescription: String { "\(code?.rawValue ?? "answers"): \(rows[0].prefix(3).joined(separator: ", "))" }

        init(_ code: DiagnosticCode?, _ rows: [[String]]) {
            self.code = code
            self.rows = rows
        }
    }

    @Test(arguments: [
        Table(.fileQuestionnaire, [["type", "name", "label::English (en)", "relevant"], ["text", "q", "Q?", ""]]),
        Table(.fileQuestionnaire, [["type", "name", "label"], ["select_one yes_no", "q", "Q?"]]),
        Table(.fileQuestionnaire, [["list_name", "name", "label"], ["yes_no", "yes", "Yes"]]),
        Table(.fileQuestionnaire, [["class", "type/scale", "name", "relevance", "text"], ["S", "", "sid", "", "1"]]),
        Table(
            .fileDictionary,
            [
                ["Variable / Field Name", "Form Name", "Section Header", "Field Type", "Field Label"],
                ["a", "f", "", "text"],
            ]),
        Table(.fileDictionary, [["field_name", "form_name", "field_type", "field_label"], ["a", "f", "text", "A"]]),
        Table(
            .fileCodebook, [["Variable", "Label", "Value labels", "Measure"], ["q1", "Sex", "1=f 2=m", "nominal"]]),
        Table(
            .fileCrossTabulation,
            [["Answer Choices", "Responses", ""], ["Yes", "60%", "12"], ["No", "40%", "8"], ["Answered", "", "20"]]),
        Table(
            .fileCrossTabulation,
            [
                ["Q1. What is your gender?"], ["Answer Choices", "Responses", ""], ["Female", "60.61%", "20"],
                ["Male", "39.39%", "13"], ["", "Answered", "33"], ["", "Skipped", "2"],
            ]),
        Table(
            .fileCrossTabulation,
            [["", "AL", "BA", "Total"], ["Female", "10", "12", "22"], ["Male", "4", "6", "10"]]),
        Table(
            .fileCrossTabulation,
            [
                ["Gender", "Count", "Percent"], ["Female", "10", "71.4%"], ["Male", "4", "28.6%"],
                ["Total", "14", "100%"],
            ]),
        Table(
            .fileCrossTabulation,
            [
                ["Gender by country"], ["", "Albania", "Bosnia", "Total"], ["Female", "10", "12", "22"],
                ["Male", "4", "6", "10"], ["Total", "14", "18", "32"],
            ]),
        Table(
            .fileCrossTabulation,
            [
                ["sex * country Crosstabulation", "", "", "", ""], ["Count", "", "", "", ""],
                ["", "", "country", "", ""], ["", "", "Albania", "Bosnia", "Total"],
                ["sex", "Female", "10", "12", "22"],
                ["", "Male", "4", "6", "10"], ["Total", "", "14", "18", "32"],
            ]),
        // One sign, or none.
        Table(nil, [["sex * country Crosstabulation", ""], ["sex", "country"], ["f", "AL"], ["m", "BA"]]),
        Table(nil, [["type", "name", "label"], ["ngo", "a", "b"]]),
        Table(nil, [["list_name", "q"], ["a", "b"]]), Table(nil, [["class", "name"], ["a", "b"]]),
        Table(nil, [["Variable", "Label", "q1"], ["a", "b", "c"]]),
        Table(nil, [["id", "age", "share"], ["1", "30", "50%"], ["2", "31", "20%"]]),
        Table(nil, [["name", "a", "b"], ["x", "1", "2"], ["y", "3", "4"]]),
        Table(nil, [["q", "total"], ["yes", "often"], ["no", "never"]]),
        Table(nil, [["field_name", "q"], ["a", "b"]]),
    ])
    func `a table without answers is known by two signs`(_ table: Table) {
        #expect(NoAnswers.recognised(in: table.rows, file: "f.csv")?.code == table.code)
    }
}

/// The seeds of the fuzzer are exports of every platform.
@Suite struct HeaderSeedTests {
    @Test func `each seed is the layout that it is named after`() throws {
        let folder = Project.root.appending(path: "Tests/Fuzz/Seeds/Header")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        var known: Set<ExportLayout> = []
        for name in names {
            let bytes = try Array(Data(contentsOf: folder.appending(path: name)))
            let delimiter = Delimiter.recognised(in: bytes) ?? .comma
            let layout = Layout(
                firstRecords: RecordParser(delimiter: delimiter.rawValue).texts(in: bytes, limit: Layout.lookedAt))
            let words = layout.export.words.lowercased().filter { $0 != "," }.map { $0 == " " ? "-" : $0 }
            if name.last?.isNumber == true { #expect(String(words) == name.dropLast(2), "\(name)") }
            known.insert(layout.export)
        }
        #expect(known.count >= 12)
    }
}
