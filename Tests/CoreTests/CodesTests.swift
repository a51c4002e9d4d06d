import Testing
import WeirCore

@Suite struct MonthTests {
    @Test(
        "A month has its number and its text",
        arguments: [
            (2021, 6, 24258, "2021-06"), (2021, 12, 24264, "2021-12"), (1, 1, 13, "0001-01"),
            (987, 10, 11854, "0987-10"), (5000, 12, 60012, "5000-12"),
        ])
    func aMonthHasItsText(year: Int, month: Int, number: UInt16, text: String) throws {
        let made = try #require(Month(year: year, month: month))
        #expect(made.number == number)
        #expect(made.text == text)
        #expect(Month(number: number).parts == (year, month))
    }

    @Test("What is no month is refused", arguments: [(0, 1), (5001, 1), (-1, 1), (2021, 0), (2021, 13), (2021, -1)])
    func whatIsNoMonthIsRefused(year: Int, month: Int) { #expect(Month(year: year, month: month) == nil) }

    @Test("An unknown month has no text and stands before all others")
    func unknown() throws {
        let first = try #require(Month(year: 1, month: 1))
        #expect(Month.unknown.text == "")
        #expect(Month.unknown < first)
    }

    @Test("Months follow each other over the end of a year")
    func monthsFollow() throws {
        let december = try #require(Month(year: 2020, month: 12))
        let january = try #require(Month(year: 2021, month: 1))
        #expect(december < january)
        #expect(january.number - december.number == 1)
    }
}

@Suite struct MissingReasonTests {
    @Test("The codes are one block from 9990 to 9998")
    func oneBlock() {
        #expect(MissingReason.allCases.map(\.rawValue) == [9990, 9991, 9992, 9993, 9994, 9995, 9996, 9997, 9998])
        #expect(MissingReason.codes == 9990...9998)
    }

    @Test("A code is missing from 9990 on", arguments: [(0, false), (9989, false), (9990, true), (9998, true)])
    func aCodeIsMissing(code: UInt16, expected: Bool) { #expect(code.isMissing == expected) }

    @Test("Only what a respondent might have said may be anything")
    func mayBeAnything() {
        let reasons = MissingReason.allCases.filter(\.mayBeAnything)
        #expect(reasons == [.preferredNotToAnswer, .noAnswer, .unmapped, .withheld, .suppressed])
    }

    @Test("Labels tell the reasons apart")
    func labelsDiffer() { #expect(Set(MissingReason.allCases.map(\.label)).count == 9) }
}

@Suite struct LengthClassTests {
    @Test(
        "A length falls into its class",
        arguments: [
            (0, .upTo20), (1, .upTo20), (20, .upTo20), (21, .upTo80), (80, .upTo80), (81, .upTo240), (240, .upTo240),
            (241, .longer), (1_000_000, .longer),
        ] as [(Int, LengthClass)])
    func aLengthFallsIntoItsClass(characters: Int, expected: LengthClass) {
        #expect(LengthClass(characters: characters) == expected)
    }

    @Test("The codes and labels of length classes stand in codebooks")
    func codesAndLabels() {
        #expect(LengthClass.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
        #expect(
            LengthClass.allCases.map(\.label) == [
                "up to 20 characters", "21 to 80 characters", "81 to 240 characters", "more than 240 characters",
                "not yet translated",
            ])
    }
}

@Suite struct CrosswalkOperationTests {
    private static let table: [(String, CrosswalkOperation)] = [
        ("answer", .answer), ("fold", .fold), ("ticked", .ticked), ("split ;", .split(separator: ";")),
        ("split , ", .split(separator: ", ")), ("split blank", .split(separator: " ")), ("number", .number),
        ("reversed 10", .reversed(end: 10)), ("reversed -2.5", .reversed(end: -2.5)),
        ("reversed 1e+300", .reversed(end: 1e300)), ("flag", .flag), ("other", .other),
        ("translation", .translation), ("original", .original), ("id", .id), ("collector", .collector),
        ("submitted", .submitted),
    ]

    @Test("An operation is read and written as in a crosswalk", arguments: table)
    func anOperationIsReadAndWritten(text: String, operation: CrosswalkOperation) {
        #expect(CrosswalkOperation(text) == operation)
        #expect(operation.text == text)
    }

    @Test(
        "Anything else is no operation",
        arguments: [
            "", " ", "Answer", "answers", "answer x", "split", "reversed", "reversed x", "reversed inf",
            "reversed nan", "id 3", "number 2",
        ])
    func anythingElseIsNone(text: String) { #expect(CrosswalkOperation(text) == nil) }

    @Test("Ids, collectors, times and originals stay behind at Ingest")
    func whatPassesIngest() {
        let behind = Self.table.map(\.1).filter { !$0.passesIngest }
        #expect(behind == [.original, .id, .collector, .submitted])
    }

    @Test("Answers are listed where cells hold wording")
    func whatHasAnswers() {
        let listed = Self.table.map(\.1).filter(\.hasAnswers).map(\.text)
        #expect(listed == ["answer", "fold", "ticked", "split ;", "split , ", "split blank", "flag"])
    }

    @Test("The passing columns of a crosswalk keep their order")
    func passing() throws {
        let operations: [CrosswalkOperation] = [.id, .answer, .original, .other, .submitted, .number]
        let columns = operations.enumerated().map {
            CrosswalkColumn(variable: $0, source: SourceColumn(question: "q\($0)"), operation: $1)
        }
        let crosswalk = Crosswalk(country: try #require(CountryCode("AL")), columns: columns)
        #expect(crosswalk.passing.map(\.variable) == [1, 3, 5])
    }
}

@Suite struct DiagnosticTests {
    @Test("Every code has its own word and its family")
    func everyCodeHasItsOwnWord() {
        let words = DiagnosticCode.allCases.map(\.rawValue)
        #expect(words.count > 40)
        #expect(Set(words).count == words.count)
        #expect(words.filter { $0.split(separator: ".").count != 2 || $0 != $0.lowercased() } == [])
    }

    @Test(
        "A code has its severity",
        arguments: [
            (.gzipTruncated, .refusal), (.answerUnknown, .open), (.rowTooShort, .refusal), (.rowTrimmed, .note),
            (.rowTooLong, .refusal), (.uploadOfOthers, .refusal), (.uploadsAway, .open), (.rowMaybeWithdrawn, .open),
            (.rowChanged, .note), (.rowVanished, .open), (.columnUndeclared, .note),
        ] as [(DiagnosticCode, Diagnostic.Severity)])
    func aCodeHasItsSeverity(code: DiagnosticCode, severity: Diagnostic.Severity) {
        #expect(Diagnostic(code, at: Place(file: "x")).severity == severity)
    }

    @Test("Severities are ordered")
    func severitiesAreOrdered() {
        #expect([.refusal, .note, .open].sorted() == [Diagnostic.Severity.note, .open, .refusal])
    }
}

@Suite struct DispositionTests {
    @Test("A disposition is read from its word", arguments: Disposition.allCases)
    func isReadFromItsWord(disposition: Disposition) { #expect(Disposition(word: disposition.word) == disposition) }

    @Test("Other words are none", arguments: ["", "Complete", "partial"])
    func otherWordsAreNone(word: String) { #expect(Disposition(word: word) == nil) }
}
