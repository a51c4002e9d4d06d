import TestSupport
import Testing
import WeirCore

@testable import WeirIngest

/// A crosswalk finds the same questions whichever variant of an export comes.
@Suite struct CrosswalkFitTests {
    private static let codebook = Codebook(variables: [
        .open("record_id", role: .direct), .closed("sex", "f m"), .closed("help", "money advice", .multi),
        .closed("police", "good poor", .scale),
    ])
    /// Condensed, with SurveyMonkey's two rows.
    private static let texts = Crosswalk(
        "AL", codebook,
        """
        record_id | Respondent ID | id
        sex | Sex // Response | answer | Female=f, Male=m
        help | Help // Money | ticked | Money=money
        help | Help // Advice; and time | ticked | Advice; and time=advice
        police | Quality // Police | answer | Good=good, Poor=poor
        """)
    /// KoBoToolbox's names, with groups.
    private static let names = Crosswalk(
        "AL", codebook,
        """
        record_id | _id | id
        sex | g1/sex | answer | f=f, m=m
        help | g2/help/money | ticked | 1=money, 0=0
        help | g2/help/advice | ticked | 1=advice, 0=0
        police | g3/police | answer | 1=good, 2=poor
        """)

    /// The lines of the fitted crosswalk, `variable operation column answers`.
    private static func fitted(_ crosswalk: Crosswalk, _ rows: [[String]]) -> [String] {
        let layout = Layout(firstRecords: rows)
        let index = ColumnIndex(layout)
        return CrosswalkFit(layout, index, codebook).fitted(crosswalk).crosswalk.columns.map { column in
            let place = index.places(of: column.source).first.map(Place.letters(ofColumn:)) ?? "-"
            let answers = column.answers.map { "\($0.text)=\($0.code)" }.joined(separator: " ")
            return "\(codebook.variables[column.variable].name) \(column.operation.text) \(place) \(answers)"
        }
    }

    @Test func `what is found as it stands stays as it is`() {
        let rows = [
            ["Respondent ID", "Sex", "Help", "", "Quality"], ["", "Response", "Money", "Advice; and time", "Police"],
        ]
        #expect(
            Self.fitted(Self.texts, rows) == [
                "record_id id A ", "sex answer B Female=1 Male=2", "help ticked C Money=1",
                "help ticked D Advice; and time=2", "police answer E Good=1 Poor=2",
            ])
    }

    @Test func `one column for each option of a single choice`() {
        let rows = [
            ["RespondentID", "Sex", "", "Help", "", "Quality"],
            ["", "Female", "Male", "Money", "Advice; and time", "Police"],
        ]
        #expect(
            Self.fitted(Self.texts, rows).prefix(3) == [
                "record_id id A ", "sex fold B female=1", "sex fold C male=2",
            ])
    }

    @Test func `one header row with dashes`() {
        let rows = [
            ["RespondentID", "CollectorID", "Sex", "Help - Money", "Help - Advice; and time", "Quality - Police"],
            ["1", "2", "Female", "Money", "", "Good"],
        ]
        #expect(
            Self.fitted(Self.texts, rows) == [
                "record_id id A ", "sex answer C Female=1 Male=2", "help ticked D Money=1 1=1 0=0",
                "help ticked E Advice; and time=2 1=2 0=0", "police answer F Good=1 Poor=2",
            ])
    }

    @Test func `all picked options in one cell`() {
        let rows = [["Timestamp", "Email Address", "Sex", "Help", "Quality [Police]"], ["1", "2", "3", "4", "5"]]
        #expect(
            Self.fitted(Self.texts, rows) == [
                "record_id id - ", "sex answer C Female=1 Male=2", "help split , D money=1 advice; and time=2",
                "police answer E Good=1 Poor=2",
            ])
        let forms = [["Id", "Start time", "Completion time", "Sex", "Help", "Quality - Police"]]
        #expect(Self.fitted(Self.texts, forms)[2] == "help split ; E money=1 advice; and time=2")
    }

    @Test func `boxes say what they say on their platform`() {
        let rows = [["Record ID", "Sex", "Help (choice=Money)", "Help (choice=Advice; and time)", "Quality - Police"]]
        #expect(
            Self.fitted(Self.texts, rows)[2] == "help ticked C Money=1 1=1 Checked=1 0=0 Unchecked=0")
        let lime = [
            ["Response ID", "Date submitted", "Sex", "Help [Money]", "Help [Advice; and time]", "Quality [Police]"]
        ]
        #expect(
            Self.fitted(Self.texts, lime)[2] == "help ticked D Money=1 Y=1 Yes=1 1=1 N=0 No=0 0=0 N/A=9990")
    }

    @Test func `groups are in front of names or not`() {
        let plain = [["sex", "help/money", "help/advice", "police", "_id", "_uuid"]]
        #expect(Self.fitted(Self.names, plain).map { $0.split(separator: " ")[2] } == ["E", "A", "B", "C", "D"])
        let other = [["a/sex", "b/help/money", "b/help/advice", "police", "_id", "_uuid"]]
        // Groups are left out on one side only.
        #expect(
            Self.fitted(Self.names, other).map { $0.split(separator: " ")[2].first } == ["E", "-", "-", "-", "D"])
    }

    @Test func `picked names in one cell`() {
        let rows = [["SubmissionDate", "g1-sex", "g2-help", "g3-police", "KEY"]]
        #expect(
            Self.fitted(Self.names, rows).map { String($0.prefix { $0 != "=" }) } == [
                "record_id id E ", "sex answer B f", "help split blank C money", "police answer D 1",
            ])
    }

    @Test func `codes in brackets, behind underscores`() {
        let lime = [["id", "submitdate", "sex", "help[money]", "help[advice]", "police"]]
        #expect(Self.fitted(Self.names, lime).map { $0.split(separator: " ")[2] } == ["A", "C", "D", "E", "F"])
        let expression = [["id", "submitdate", "sex", "help_money", "help_advice", "police"]]
        #expect(Self.fitted(Self.names, expression).map { $0.split(separator: " ")[2] } == ["A", "C", "D", "E", "F"])
        let redcap = [["record_id", "sex", "help___money", "help___advice", "police", "form_complete"]]
        #expect(Self.fitted(Self.names, redcap).map { $0.split(separator: " ")[2] } == ["A", "B", "C", "D", "E"])
    }

    @Test func `columns for options stand for all of them or for none`() {
        let crosswalk = Crosswalk("AL", Self.codebook, "help | Help | split ; | Money=money, Advice=advice")
        let whole = [["RespondentID", "CollectorID", "Help - Money", "Help - Advice"]]
        #expect(Self.fitted(crosswalk, whole) == ["help ticked C money=1 1=1 0=0", "help ticked D advice=2 1=2 0=0"])
        let part = [["RespondentID", "CollectorID", "Help - Money", "Help - Time"]]
        #expect(Self.fitted(crosswalk, part) == ["help split ; - Money=1 Advice=2"])
    }

    @Test func `two questions never become one column`() {
        let crosswalk = Crosswalk(
            "AL", Self.codebook, "sex | g1/q | answer | f=f\npolice | g2/q | answer | 1=good")
        let rows = [["q", "_id", "_uuid"]]
        #expect(Self.fitted(crosswalk, rows) == ["sex answer - f=1", "police answer - 1=1"])
    }

    @Test func `columns of the platform are no questions`() {
        let crosswalk = Crosswalk("AL", Self.codebook, "sex | g1/name | answer | f=f")
        #expect(
            Self.fitted(crosswalk, [["Id", "Start time", "Completion time", "Email", "Name"]]) == ["sex answer - f=1"])
    }

    @Test func `a layout that the study does not declare is told`() throws {
        let rows = [
            ["Respondent ID", "CollectorID", "Sex", "Help - Money", "Help - Advice; and time", "Quality - Police"]
        ]
        let layout = Layout(firstRecords: rows)
        func codes(_ declared: String) throws -> [String] {
            try Binder(layout: layout, file: "f.csv", declared: DeclaredLayout(declared))
                .bind(Self.texts, others: [], codebook: Self.codebook, consent: []).1.map(\.code.rawValue)
        }
        #expect(
            try codes("surveymonkey condensed") == [
                "header.direct-identifier", "header.other-layout", "header.other-variant",
            ])
        #expect(try codes("surveymonkey") == ["header.direct-identifier", "header.other-variant"])
    }
}
