import Foundation
import TestSupport
import WeirCore

@testable import WeirStudy

/// A study small enough to be made by hand, with or without mistakes.
struct HandMadeStudy {
    var files: [String: String] = [
        "pipeline.yaml": """
        title: Small
        version: "1"
        country_variable: country
        keys: [country, gender]
        consent:
          given: "${consent} = 'yes'"
          scope: [analysis]
        eligibility:
          - {question: adult, passes: "${adult} = 'yes'", otherwise: under age}
        test: "${status} = 'test'"
        sufficient_partial: 0.8
        merged: [complete]
        countries:
          AL: {name: Albania, language: sq, platform: p, dates: DMY, decimal: ",", uploads: replaces}
          BA: {name: Bosnia and Herzegovina, language: bs, platform: p}
        stages: [ingest, redact: {open answers: withhold}, harmonise]

        """,
        "codebook/variables.csv": """
        name,section,type,list_name,label::English (en),label::Shqip (sq),label::Bosanski (bs),universe,role,required,countries,minimum,maximum,select_limit,basis
        record_id,A,text,,Id,Id,Id,,direct,no,,,,,assumed
        status,A,single,status,Status,Statusi,Status,,evidence,no,,,,,assumed
        consent,A,single,yes_no,Consent,Pajtohem,Pristajem,,plain,yes,,,,,published
        adult,A,single,yes_no,Adult,I rritur,Odrasli,${consent} = 'yes',plain,yes,,,,,published
        country,B,single,country,Country,Shteti,Država,,key,yes,,,,,published
        gender,B,single,gender,Gender,Gjinia,Spol,,key,yes,,,,,published
        share,B,slider,,Share,Pjesa,Udio,,case,yes,,0,100,,published
        help,B,multi,help,Help,Ndihma,Pomoć,${share} > 0,case,yes,,,,2,published
        comment,B,text,,Comment,Koment,Komentar,"selected(${help}, 'money')",open,no,,,,,published

        """,
        "codebook/categories.csv": """
        list_name,name,code,label::English (en),label::Shqip (sq),label::Bosanski (bs),countries,basis
        status,test,1,Test,,,,assumed
        yes_no,yes,1,Yes,Po,Da,,published
        yes_no,no,2,No,Jo,Ne,,published
        country,AL,8,Albania,Shqipëria,Albanija,,published
        country,BA,70,Bosnia and Herzegovina,Bosnja,Bosna i Hercegovina,,published
        gender,female,1,Female,Femër,Žensko,,published
        gender,male,2,Male,Mashkull,Muško,,published
        help,money,1,Money,Para,Novac,,published
        help,advice,2,Advice,Këshilla,Savjet,,published

        """,
        "crosswalks/AL.csv": """
        variable,source,part,operation,answer,code
        adult,I rritur,,answer,Jo,no
        adult,I rritur,,answer,Po,yes
        comment,Koment (English),,translation,,
        comment,Koment,,original,,
        consent,Pajtohem,,answer,Jo,no
        consent,Pajtohem,,answer,Po,yes
        gender,Gjinia,,answer,Femër,female
        gender,Gjinia,,answer,Mashkull,male
        help,Ndihma,,split ;,Këshilla,advice
        help,Ndihma,,split ;,Para,money
        record_id,Id,,id,,
        share,Pjesa,,number,,
        status,Shënim,,flag,TEST,test

        """,
        "crosswalks/BA.csv": """
        variable,source,part,operation,answer,code
        adult,Odrasli,,answer,Da,yes
        adult,Odrasli,,answer,Ne,no
        comment,Komentar (English),,translation,,
        consent,Pristajem,,answer,Da,yes
        consent,Pristajem,,answer,Ne,no
        gender,Spol,,answer,Bez odgovora,9993
        gender,Spol,,answer,Muško,male
        gender,Spol,,answer,Žensko,female
        help,Pomoć,Novac,ticked,0,
        help,Pomoć,Novac,ticked,Novac,money
        help,Pomoć,Savjet,ticked,Savjet,advice
        share,Udio,,reversed 100,,

        """,
    ]

    /// One text in place of another that stands in the file exactly once.
    func with(_ file: String, _ old: String, _ new: String) -> HandMadeStudy {
        let text = files[file] ?? ""
        precondition(text.split(separator: old, omittingEmptySubsequences: false).count == 2, "\(old) in \(file)")
        var study = self
        study.files[file] = text.replacing(old, with: new)
        return study
    }

    func with(file: String, _ text: String?) -> HandMadeStudy {
        var study = self
        study.files[file] = text
        return study
    }

    /// Reads the study from a folder.
    func read() throws -> Study {
        let folder = try TemporaryFolder()
        for (name, text) in files { try folder.write(text.utf8, to: name) }
        return try Study(folder: folder.url)
    }

    /// What is wrong with it, as words. A line with a mistake need not stand in its order.
    func mistakes() -> [String] {
        do {
            _ = try read()
            return []
        } catch {
            return (error as? Diagnostics)?.all.filter { $0.code != .studyUnsorted }.map(Self.words) ?? [
                "another error: \(error)"
            ]
        }
    }

    /// What a look at it finds.
    func findings() throws -> [String] { StudyLint(try read()).findings.map(Self.words) }

    /// `code file row column label`; a column is a letter in a table and a number in YAML.
    static func words(_ finding: Diagnostic) -> String {
        let place = finding.place
        let isTable = place.file.hasSuffix(".csv")
        let column = place.column.map { isTable ? Place.letters(ofColumn: $0) : String($0 + 1) } ?? "-"
        let parts = [finding.code.rawValue, place.file, place.row.map(String.init) ?? "-", column, finding.label]
        return parts.filter { !$0.isEmpty }.joined(separator: " ")
    }
}
