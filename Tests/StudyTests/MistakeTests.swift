import Foundation
import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// A mistake in a study's files: one text in place of another, and what is found.
struct Mistake: Sendable, CustomTestStringConvertible {
    var old: String
    var new: String
    var findings: [String]

    init(_ old: String, _ new: String, _ findings: String...) {
        (self.old, self.new, self.findings) = (old, new, findings)
    }

    var testDescription: String { "\(old) is \(new)" }
}

@Suite struct MistakeTests {
    private static let study = HandMadeStudy()

    private static func expect(_ mistake: Mistake, in file: String, _ location: SourceLocation = #_sourceLocation) {
        #expect(study.with(file, mistake.old, mistake.new).mistakes() == mistake.findings, sourceLocation: location)
    }

    @Test func studyWithoutMistakesIsRead() throws {
        let study = try Self.study.read()
        #expect(study.title == "Small")
        #expect(study.version == "1")
        #expect(study.codebook.variables[study.countryVariable].name == "country")
        #expect(study.keys.map { study.codebook.variables[$0].name } == ["country", "gender"])
        #expect(study.consentScope == ["analysis"])
        #expect(study.dispositions.eligibility.map(\.otherwise) == [.underAge])
        #expect(study.dispositions.sufficientShare == 0.8)
        #expect(study.dispositions.merged == [.complete])
        #expect(study.countries.map(\.country.letters) == ["AL", "BA"])
        #expect(study.countries.map(\.decimalMark) == [UInt8(ascii: ","), UInt8(ascii: ".")])
        #expect(study.countries.map(\.uploads) == [.replaces, .replaces])
        #expect(study.stages.map(\.name) == ["ingest", "redact", "harmonise"])
        #expect(study.stages[1].settings == ["open answers": "withhold"])
        #expect(
            study.schema.columns.map(\.name) == [
                "consent", "adult", "country", "gender", "share", "help__money", "help__advice", "comment",
                "comment__missing", "comment__length",
            ])
    }

    @Test func partAndPreparedFilesBelongToOneCountry() throws {
        let study = try Self.study.read()
        #expect(
            study.files.map(\.name) == [
                "codebook/categories.csv", "codebook/variables.csv", "crosswalks/AL.csv", "crosswalks/BA.csv",
                "pipeline.yaml",
            ])
        #expect(
            study.files(for: CountryCode("BA")!).map(\.name) == [
                "codebook/categories.csv", "codebook/variables.csv", "crosswalks/BA.csv", "pipeline.yaml",
            ])
        let gender = study.crosswalks[CountryCode("BA")!]!.columns.first { $0.source.question == "Spol" }!
        #expect(gender.answers.map(\.text) == ["Bez odgovora", "Muško", "Žensko"])
        #expect(gender.answers.map(\.code) == [9993, 2, 1])
        #expect(gender.line == 7)
    }

    @Test(arguments: [
        Mistake(
            "${consent} = 'yes',", "${konsent} = 'yes',", "study.unknown-variable codebook/variables.csv 5 H konsent"),
        Mistake("${consent} = 'yes',", "${share} > 0,", "study.later-variable codebook/variables.csv 5 H share"),
        Mistake("${consent} = 'yes',", "${adult} = 'yes',", "study.later-variable codebook/variables.csv 5 H adult"),
        Mistake(
            "${consent} = 'yes',", "${consent} = 'maybe',",
            "study.unknown-category codebook/variables.csv 5 H consent: maybe"),
        Mistake(
            "${consent} = 'yes',", "${consent} > 0,",
            "study.contradiction codebook/variables.csv 5 H consent is of type single, and is compared with a number"),
        Mistake(
            "${consent} = 'yes',", "${consent} 'yes',",
            "study.universe codebook/variables.csv 5 H character 12: one of = != < <= > >="),
        Mistake(
            "${consent} = 'yes',", "consent = 'yes',",
            "study.universe codebook/variables.csv 5 H character 1: a variable as ${name}"),
        Mistake(
            "selected(${help}, 'money')", "${help} = 'money'",
            "study.contradiction codebook/variables.csv 10 H help is a multi-select, and = asks for one answer; write selected(${help}, '…')"
        ),
        Mistake(
            "selected(${help}, 'money')", "selected(${help}, 'goods')",
            "study.unknown-category codebook/variables.csv 10 H help: goods"),
        Mistake(
            "B,single,gender", "B,radio,gender",
            "study.field codebook/variables.csv 7 C single, multi, scale, matrix row, slider, number, date, text"),
        Mistake(
            "Spol,,key", "Spol,,kee",
            "study.field codebook/variables.csv 7 I direct, key, case, office, open, evidence, plain"),
        Mistake("Spol,,key,yes", "Spol,,key,maybe", "study.field codebook/variables.csv 7 J yes, no"),
        Mistake("Spol,,key,yes,", "Spol,,key,yes,Albania", "study.field codebook/variables.csv 7 K AL BA …"),
        Mistake(
            "Spol,,key,yes,,,,,published", "Spol,,key,yes,,,,,rumoured",
            "study.field codebook/variables.csv 7 O published, assumed"),
        Mistake("single,gender", "single,gendre", "study.unknown-list codebook/variables.csv 7 D gendre"),
        Mistake("0,100,", "0,9990,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "100,0,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "0,,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", ",100,", "study.number codebook/variables.csv 8 L minimum … 9989"),
        Mistake("0,100,", ",,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "-inf,100,", "study.number codebook/variables.csv 8 L -999999999 … 9989"),
        Mistake("0,100,", "nan,100,", "study.number codebook/variables.csv 8 L -999999999 … 9989"),
        Mistake("0,100,", "-1e300,100,", "study.number codebook/variables.csv 8 L -999999999 … 9989"),
        Mistake("0,100,", "0,inf,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "0,nan,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "0,1e300,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake("0,100,", "1e300,1e300,", "study.number codebook/variables.csv 8 M minimum … 9989"),
        Mistake(",,,2,published", ",,,0,published", "study.number codebook/variables.csv 9 N 1 …"),
        Mistake(
            "label::Shqip (sq)", "label::Shqp (sq)", "study.unknown-column codebook/variables.csv 1 F label::Shqp (sq)"),
        Mistake(
            "label::Shqip (sq)", "label::Shqip (sk)",
            "study.unknown-column codebook/variables.csv 1 F label::Shqip (sk)"),
        Mistake(
            "label::Shqip (sq)", "lable::Shqip (sq)",
            "study.unknown-column codebook/variables.csv 1 F lable::Shqip (sq)"),
        Mistake(
            "label::Shqip (sq)", "label::Bosnian (bs)",
            "study.duplicate codebook/variables.csv 1 G label::Bosanski (bs)"),
        Mistake("label::Bosanski (bs)", "label::Bosnian (bs)"), Mistake("label::Shqip (sq)", "label::shqip (sq)"),
        Mistake("0,100,", "none,100,", "study.number codebook/variables.csv 8 L a number"),
        Mistake(",,,2,published", ",,,two,published", "study.number codebook/variables.csv 9 N a number"),
        Mistake(
            "comment,B,text", "Bad Name,B,text,,x,,,,direct,no,,,,,published\ncomment,B,text",
            "study.name codebook/variables.csv 10 A letters, digits and _, a letter first"),
        Mistake(
            "comment,B,text", "2nd,B,text,,x,,,,direct,no,,,,,published\ncomment,B,text",
            "study.name codebook/variables.csv 10 A letters, digits and _, a letter first"),
        Mistake(
            "comment,B,text", "with,B,text,,x,,,,direct,no,,,,,published\ncomment,B,text",
            "study.name codebook/variables.csv 10 A no word that SPSS or Stata keeps for itself, such as with_1 instead of with"
        ),
        Mistake(
            "comment,B,text", "gender,B,text,,x,,,,direct,no,,,,,published\ncomment,B,text",
            "study.duplicate codebook/variables.csv 10 A gender"),
        Mistake(
            ",basis", ",bases", "study.column codebook/variables.csv 1 - basis",
            "study.unknown-column codebook/variables.csv 1 O bases"),
        Mistake(
            "select_limit,basis", "basis,basis", "study.column codebook/variables.csv 1 - select_limit",
            "study.duplicate codebook/variables.csv 1 O basis"),
        Mistake(
            "Spol,,key,yes,,,,,published", "Spol,,key,yes,,,,,published,more",
            "csv.long-row codebook/variables.csv 7 P 16 instead of 15"
        ),
    ])
    func mistakeAmongTheVariables(_ mistake: Mistake) { Self.expect(mistake, in: "codebook/variables.csv") }

    @Test(arguments: [
        Mistake("male,2,", "male,1,", "study.duplicate codebook/categories.csv 8 C 1"),
        Mistake(
            "gender,male,2,", "gender,female,2,", "study.duplicate codebook/categories.csv 8 B female",
            "study.unknown-category crosswalks/AL.csv 9 F gender: male",
            "study.unknown-category crosswalks/BA.csv 8 F gender: male"),
        Mistake("\ngender,male,2,", "\ngender,male,9990,", "study.number codebook/categories.csv 8 C 1 … 9989"),
        Mistake("\ngender,male,2,", "\ngender,male,0,", "study.number codebook/categories.csv 8 C 1 … 9989"),
        Mistake("\ngender,male,2,", "\ngender,male,two,", "study.number codebook/categories.csv 8 C 1 … 9989"),
        Mistake("\ngender,male,2,", "\ngender,male,,", "study.number codebook/categories.csv 8 C 1 … 9989"),
        Mistake(
            "status,test,", "status,,9,Blank,,,,assumed\nstatus,test,", "study.blank codebook/categories.csv 2 B a name"
        ),
        Mistake("Muško,,published", "Muško,everywhere,published", "study.field codebook/categories.csv 8 G AL BA …"),
        Mistake("Muško,,published", "Muško,,maybe", "study.field codebook/categories.csv 8 H published, assumed"),
        Mistake(
            "list_name,name,code", "list_name,name,number", "study.column codebook/categories.csv 1 - code",
            "study.unknown-column codebook/categories.csv 1 C number"),
    ])
    func mistakeAmongTheCategories(_ mistake: Mistake) { Self.expect(mistake, in: "codebook/categories.csv") }

    @Test(arguments: [
        Mistake(
            "gender,Gjinia,,answer,Femër,female", "gendre,Gjinia,,answer,Femër,female",
            "study.unknown-variable crosswalks/AL.csv 8 A gendre"),
        Mistake("Femër,female", "Femër,woman", "study.unknown-category crosswalks/AL.csv 8 F gender: woman"),
        Mistake("Femër,female", "Femër,", "study.unknown-category crosswalks/AL.csv 8 F gender: "),
        Mistake("Femër,female", "Femër,9989", "study.unknown-category crosswalks/AL.csv 8 F gender: 9989"),
        Mistake("Mashkull,male", "Femër,male", "study.duplicate crosswalks/AL.csv 9 E Femër"),
        Mistake(
            "share,Pjesa,,number", "share,Pjesa,,numbr",
            "study.field crosswalks/AL.csv 13 D answer, fold, ticked, split ;, number …"),
        Mistake(
            "share,Pjesa,,number", "share,Pjesa,,reversed end",
            "study.field crosswalks/AL.csv 13 D answer, fold, ticked, split ;, number …"),
        Mistake("share,Pjesa,,number", "share,,,number", "study.blank crosswalks/AL.csv 13 B a column's header"),
        Mistake(
            "share,Pjesa,,number", "share,Pjesa,,answer",
            "study.contradiction crosswalks/AL.csv 13 D the operation answer cannot answer share, which is of type slider"
        ),
        Mistake(
            "share,Pjesa,,number", "gender,Pjesa,,number",
            "study.contradiction crosswalks/AL.csv 13 D the operation number cannot answer gender, which is of type single"
        ),
        Mistake(
            "gender,Gjinia,,answer,Femër", "gender,Gjinia,,ticked,Femër",
            "study.contradiction crosswalks/AL.csv 8 D the operation ticked cannot answer gender, which is of type single"
        ),
        Mistake(
            "comment,Koment (English),,translation", "record_id,Koment (English),,translation",
            "study.contradiction crosswalks/AL.csv 4 D the operation translation cannot answer record_id, which is text with the role direct"
        ),
        Mistake(
            "record_id,Id,,id", "comment,Id,,id",
            "study.contradiction crosswalks/AL.csv 12 D the operation id cannot answer comment, which is text with the role open"
        ),
        Mistake(
            "record_id,Id,,id", "record_id,Id,,submitted",
            "study.contradiction crosswalks/AL.csv 12 D the operation submitted cannot answer record_id, which is text with the role direct"
        ),
        Mistake(
            "help,Ndihma,,split ;,Para", "help,Ndihma,,answer,Para",
            "study.contradiction crosswalks/AL.csv 11 D the operation answer cannot answer help, which is of type multi"
        ),
        Mistake(
            "answer,code", "reply,code", "study.column crosswalks/AL.csv 1 - answer",
            "study.unknown-column crosswalks/AL.csv 1 E reply"),
    ])
    func mistakeInACrosswalk(_ mistake: Mistake) { Self.expect(mistake, in: "crosswalks/AL.csv") }

    private static let keys =
        "about, consent, countries, country_variable, eligibility, field_period, keys, merged, stages, sufficient_partial, test, title, version"

    @Test(arguments: [
        Mistake(
            "title: Small", "titel: Small", "study.unknown-key pipeline.yaml 1 1 \(keys)",
            "study.blank pipeline.yaml 1 1 title"),
        Mistake("title: Small", "title: [Small]", "study.shape pipeline.yaml 1 8 title: …"),
        Mistake("title: Small", "title: Small\ntitle: Large", "study.duplicate pipeline.yaml 1 1 title"),
        Mistake("keys: [country, gender]", "keys: [country, gender", "study.syntax pipeline.yaml 5 8 YAML"),
        Mistake("keys: [country, gender]", "keys: country", "study.shape pipeline.yaml 4 7 keys: [ … ]"),
        Mistake("keys: [country, gender]", "keys: [country, [gender]]", "study.shape pipeline.yaml 4 17 keys: [ … ]"),
        Mistake(
            "keys: [country, gender]", "keys: [country, gendre]", "study.unknown-variable pipeline.yaml 4 17 gendre"),
        Mistake(
            "keys: [country, gender]", "keys: [country, share]",
            "study.contradiction pipeline.yaml 4 17 share is of type slider, and one category is needed here"),
        Mistake(
            "keys: [country, gender]", "keys: [country, help]",
            "study.contradiction pipeline.yaml 4 17 help is of type multi, and one category is needed here"),
        Mistake(
            "country_variable: country", "country_variable: nation", "study.unknown-variable pipeline.yaml 3 19 nation"),
        Mistake(
            "country_variable: country", "country_variable: gender",
            "study.unknown-category pipeline.yaml 3 19 gender: AL",
            "study.unknown-category pipeline.yaml 3 19 gender: BA"),
        Mistake(
            "  given: \"${consent} = 'yes'\"", "  given: \"${consent} = 'ja'\"",
            "study.unknown-category pipeline.yaml 6 10 consent: ja"),
        Mistake(
            "  given: \"${consent} = 'yes'\"", "  given: \"${konsent} = 'yes'\"",
            "study.unknown-variable pipeline.yaml 6 10 konsent"),
        Mistake(
            "  given: \"${consent} = 'yes'\"", "  given: \"${consent} =\"",
            "study.universe pipeline.yaml 6 10 character 13: a number, or a category name in single quotes"),
        Mistake(
            "scope: [analysis]", "scope: [everything]",
            "study.field pipeline.yaml 7 10 internal, analysis, quotes, sharing, archive"),
        Mistake("question: adult", "question: child", "study.unknown-variable pipeline.yaml 9 16 child"),
        Mistake("passes: \"${adult}", "passes: \"${child}", "study.unknown-variable pipeline.yaml 9 31 child"),
        Mistake(
            "otherwise: under age", "otherwise: too young", "study.field pipeline.yaml 9 62 under age, not eligible"),
        Mistake(
            "otherwise: under age", "otherwise: complete", "study.field pipeline.yaml 9 62 under age, not eligible"),
        Mistake(
            "  - {question: adult, passes: \"${adult} = 'yes'\", otherwise: under age}", "  adult: yes",
            "study.shape pipeline.yaml 9 3 eligibility: [ … ]"),
        Mistake("sufficient_partial: 0.8", "sufficient_partial: most", "study.number pipeline.yaml 11 21 0 … 1"),
        Mistake("sufficient_partial: 0.8", "sufficient_partial: 80", "study.number pipeline.yaml 11 21 0 … 1"),
        Mistake(
            "merged: [complete]", "merged: [finished]", "study.field pipeline.yaml 12 9 complete, sufficient partial"),
        Mistake(
            "merged: [complete]", "merged: [complete, finished]",
            "study.field pipeline.yaml 12 9 complete, sufficient partial"),
        Mistake(
            "merged: [complete]", "merged: [complete, break-off]",
            "study.field pipeline.yaml 12 9 complete, sufficient partial"),
        Mistake("merged: [complete]", "merged: []", "study.field pipeline.yaml 12 9 complete, sufficient partial"),
        Mistake("merged: [complete]", "merged: complete", "study.shape pipeline.yaml 12 9 merged: [ … ]"),
        Mistake("dates: DMY", "dates: DYM", "study.field pipeline.yaml 14 57 DMY, MDY, YMD"),
        Mistake("decimal: \",\"", "decimal: \";\"", "study.field pipeline.yaml 14 71 \".\", \",\""),
        Mistake(
            "platform: p,", "platform: survey monkey,",
            "study.field pipeline.yaml 14 47 one word, as surveymonkey, kobo or limesurvey"),
        Mistake(
            "platform: p,", "platform: \"\",",
            "study.field pipeline.yaml 14 47 one word, as surveymonkey, kobo or limesurvey"),
        Mistake("uploads: replaces", "uploads: sometimes", "study.field pipeline.yaml 14 85 replaces, adds"),
        Mistake(
            "uploads: replaces", "update: replaces",
            "study.unknown-key pipeline.yaml 14 76 dates, decimal, encoding, language, layout, name, platform, uploads"),
        Mistake(
            "uploads: replaces", "uploads: replaces, encoding: utf-7",
            "study.field pipeline.yaml 14 105 utf-8, utf-16-le, utf-16-be, windows-1250, windows-1252, iso-8859-2, mac-roman, ibm850, ibm852"
        ),
        Mistake("BA: {name", "Bosnia: {name", "study.field pipeline.yaml 15 3 AL, BA …"),
        Mistake("BA: {name", "al: {name", "study.duplicate pipeline.yaml 15 3 AL"),
        Mistake(
            "BA: {name", "CO: {name", "study.missing-file crosswalks/CO.csv - -",
            "study.unknown-category pipeline.yaml 3 19 country: CO"),
        Mistake(
            "stages: [ingest, redact: {open answers: withhold}, harmonise]", "stages: all",
            "study.shape pipeline.yaml 16 9 stages: [ingest, redact, …]"),
    ])
    func mistakeInThePipeline(_ mistake: Mistake) { Self.expect(mistake, in: "pipeline.yaml") }

    /// A column that identifies is no source of answers, in whichever row of the header it says so.
    @Test(arguments: [
        Mistake(
            "Koment (English),,translation", "IP Address,,translation",
            "study.direct-identifier crosswalks/AL.csv 4 B IP Address"),
        Mistake(
            "Koment,,original", "Kontakt,Email Address,original",
            "study.direct-identifier crosswalks/AL.csv 5 B Kontakt / Email Address"),
        Mistake(
            "Pjesa,,number", "g1/_place_latitude,,number",
            "study.direct-identifier crosswalks/AL.csv 13 B g1/_place_latitude"),
        Mistake(
            "gender,Gjinia,,answer,Femër,female\ngender,Gjinia,,answer,Mashkull,male",
            "gender,_submitted_by,,answer,Femër,female\ngender,_submitted_by,,answer,Mashkull,male",
            "study.direct-identifier crosswalks/AL.csv 8 B _submitted_by"),
        Mistake(
            "help,Ndihma,,split ;,Këshilla,advice\nhelp,Ndihma,,split ;,Para,money",
            "help,First Name,Këshilla,ticked,Këshilla,advice\nhelp,Ndihma,,split ;,Para,money",
            "study.direct-identifier crosswalks/AL.csv 10 B First Name / Këshilla"),
        Mistake(
            "status,Shënim,,flag", "status,end,,answer", "study.direct-identifier crosswalks/AL.csv 14 B end"),
        // What identifies nobody afterwards, and options that are called like identifiers.
        Mistake("record_id,Id,,id", "record_id,Respondent ID,,id"),
        Mistake("status,Shënim,,flag", "status,Custom Data 1,,flag"),
        Mistake(
            "help,Ndihma,,split ;,Këshilla,advice\nhelp,Ndihma,,split ;,Para,money",
            "help,g1/help/name,,ticked,1,advice\nhelp,Ndihma,Email,ticked,Para,money"),
    ])
    func identifierIsNoSourceOfAnswers(_ mistake: Mistake) { Self.expect(mistake, in: "crosswalks/AL.csv") }

    @Test(arguments: [
        ("pipeline.yaml", "study.missing-file pipeline.yaml - -"),
        ("codebook/variables.csv", "study.missing-file codebook/variables.csv - -"),
        ("codebook/categories.csv", "study.missing-file codebook/categories.csv - -"),
        ("crosswalks/BA.csv", "study.missing-file crosswalks/BA.csv - -"),
    ])
    func missingFileIsNamedAlone(_ file: String, _ finding: String) {
        #expect(Self.study.with(file: file, nil).mistakes() == [finding])
    }

    @Test(arguments: [
        ("pipeline.yaml", "", "study.syntax pipeline.yaml - - key: value"),
        ("pipeline.yaml", "- a\n- b\n", "study.syntax pipeline.yaml - - key: value"),
        ("pipeline.yaml", "title: a\n  b: c\n", "study.syntax pipeline.yaml 2 4 YAML"),
        ("codebook/variables.csv", "", "file.empty codebook/variables.csv - -"),
        ("codebook/variables.csv", "name,\"type\nx", "csv.open-quote codebook/variables.csv 1 -"),
    ])
    func fileThatIsNoneIsNamed(_ file: String, _ text: String, _ finding: String) {
        #expect(Self.study.with(file: file, text).mistakes() == [finding])
    }

    @Test func bytesThatAreNoTextAreFound() throws {
        let folder = try TemporaryFolder()
        for (name, text) in Self.study.files { try folder.write(text.utf8, to: name) }
        try folder.write(Array(Self.study.files["crosswalks/AL.csv"]!.utf8) + [0xFF], to: "crosswalks/AL.csv")
        let error = #expect(throws: Diagnostics.self) { try Study(folder: folder.url) }
        #expect(error?.all.map(HandMadeStudy.words) == ["encoding.invalid crosswalks/AL.csv - -"])
    }

    @Test func termsThatCannotBeReadAreFound() {
        let study = Self.study.with(file: "rules/terms.csv", "language,term,preferred\nen,,x\nen,a,b\n")
        #expect(study.mistakes() == ["study.blank rules/terms.csv 2 B a term"])
        let other = Self.study.with(file: "rules/terms.csv", "language,word\nen,x\n")
        #expect(
            other.mistakes() == [
                "study.column rules/terms.csv 1 - term", "study.column rules/terms.csv 1 - preferred",
                "study.unknown-column rules/terms.csv 1 B word",
            ])
    }

    @Test func fiveMistakesInFiveFilesAreFiveFindings() {
        let study = Self.study
            .with("pipeline.yaml", "sufficient_partial: 0.8", "sufficient_partial: 8")
            .with("codebook/variables.csv", "0,100,", "0,9990,")
            .with("codebook/categories.csv", "gender,male,2,", "gender,male,1,")
            .with("crosswalks/AL.csv", "Femër,female", "Femër,woman")
            .with("crosswalks/BA.csv", "share,Udio", "share,")
        #expect(
            study.mistakes() == [
                "study.number pipeline.yaml 11 21 0 … 1", "study.duplicate codebook/categories.csv 8 C 1",
                "study.number codebook/variables.csv 8 M minimum … 9989",
                "study.unknown-category crosswalks/AL.csv 8 F gender: woman",
                "study.blank crosswalks/BA.csv 13 B a column's header",
            ])
    }

    /// One comma too many hides neither what else is wrong nor what a look at the study finds.
    @Test func whatCanBeReadIsLookedAt() {
        let study = Self.study
            .with("codebook/variables.csv", "Spol,,key,yes,,,,,published", "Spol,,key,yes,,,,,published,")
            .with("codebook/variables.csv", "Share,Pjesa,Udio", "Share,,Udio")
            .with("crosswalks/AL.csv", "record_id,Id,,id", "recordid,Id,,id")
            .with("pipeline.yaml", "question: adult", "question: child")
        #expect(
            study.mistakes() == [
                "csv.long-row codebook/variables.csv 7 P 16 instead of 15",
                "study.unknown-variable crosswalks/AL.csv 12 A recordid",
                "study.unknown-variable pipeline.yaml 9 16 child", "study.label codebook/variables.csv 8 F share (sq)",
            ])
        let unread = Self.study.with(file: "pipeline.yaml", "- a\n")
            .with("crosswalks/AL.csv", "record_id,Id,,id", "recordid,Id,,id")
        #expect(
            unread.mistakes() == [
                "study.syntax pipeline.yaml - - key: value", "study.unknown-variable crosswalks/AL.csv 12 A recordid",
            ])
    }

    @Test func fiveMistakesInOneRowAreFiveFindings() {
        let study = Self.study.with(
            "codebook/variables.csv", "Gjinia,Spol,,key,yes,,,,,published",
            "Gjinia,Spol,${x,kee,maybe,Albania,,,two,published")
        #expect(
            study.mistakes() == [
                "study.field codebook/variables.csv 7 I direct, key, case, office, open, evidence, plain",
                "study.universe codebook/variables.csv 7 H character 4: a variable as ${name}",
                "study.field codebook/variables.csv 7 J yes, no", "study.field codebook/variables.csv 7 K AL BA …",
                "study.number codebook/variables.csv 7 N a number",
            ])
    }

    /// A variable whose row is refused is still declared: what depends on it says nothing more.
    @Test func whatFollowsFromAMistakeIsNotToldAgain() {
        let study = Self.study.with("codebook/variables.csv", "help,B,multi", "help,B,many")
            .with("codebook/categories.csv", "yes_no,yes,1,", "yes_no,yes,10000,")
        #expect(
            study.mistakes() == [
                "study.number codebook/categories.csv 3 C 1 … 9989",
                "study.field codebook/variables.csv 9 C single, multi, scale, matrix row, slider, number, date, text",
            ])
    }
}
