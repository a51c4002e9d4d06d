import WeirCore

/// The English wording of every finding.
enum Messages {
    /// A finding's words. What partners and analysts are told alike stands in the catalogue of partners' reports alone.
    static func message(for finding: Diagnostic) -> Message {
        guard sharedWithPartners.contains(finding.code) else {
            return message(for: finding.code).filled(with: finding.label)
        }
        let words = Wording.english.message(finding.code, label: finding.label, count: finding.count)
        return Message(inner(words.what), expected: inner(words.expected), remedy: inner(words.remedy))
    }

    /// A sentence of the catalogue inside another one.
    private static func inner(_ sentence: String) -> String {
        let start = sentence.prefix(1).lowercased() + sentence.dropFirst()
        return start.hasSuffix(".") ? String(start.dropLast()) : start
    }

    private static let sharedWithPartners: Set<DiagnosticCode> = [
        .columnRenamed, .columnsReordered, .headerDrift, .questionChanged, .optionsChanged, .columnIdentifies,
        .idRepeated, .translationRepeats,
        .answerDrift, .requiredBlank, .followUpBlank, .identifierMisplaced, .endBeforeStart, .answerIdentifies,
        .originalIdentifies, .cellIdentifies, .statusContradicted, .answersRepeated, .speeders, .straightLining,
        .nonResponse,
        .otherShare, .breakOffs,
    ]

    private static func message(for code: DiagnosticCode) -> Message {
        if [.rowTooLong, .rowTooShort, .rowTrimmed].contains(code) { return answer(code) }
        return switch code.rawValue.prefix(while: { $0 != "." }) {
        case "study": study(code)
        case "header", "upload", "id", "part": header(code)
        case "answer", "row": answer(code)
        case "zip", "workbook": container(code)
        default: file(code)
        }
    }

    private static func file(_ code: DiagnosticCode) -> Message {
        switch code {
        case .folderUnreadable:
            Message(
                "the country's folder cannot be read", expected: "a folder of uploads",
                remedy: "look whether it is a folder, and give weir's user the right to read it")
        case .fileNotRegular:
            Message("this is no file", expected: "a file", remedy: "put the upload itself here")
        case .fileStray:
            Message(
                "this file lies beside the countries' folders", expected: "uploads in the folder of their country",
                remedy: "move it into its country's folder")
        case .fileMissing:
            Message("the file is not there", expected: "a file", remedy: "copy the upload again")
        case .fileIsDirectory:
            Message("this is a folder", expected: "a file", remedy: "put the upload itself here")
        case .fileNoPermission:
            Message(
                "the file cannot be read", expected: "permission to read",
                remedy: "give weir's user the right to read it")
        case .fileEmpty:
            Message("the file is empty", expected: "a header row and answers", remedy: "export the survey again")
        case .noInterviews:
            Message(
                "there are headers and no interviews", expected: "rows below the headers",
                remedy: "export the answers too, and look whether the export was filtered")
        case .fileChanged:
            Message(
                "the file changed while it was read", expected: "a file at rest",
                remedy: "wait until it is copied, then run again")
        case .fileUnknownFormat:
            Message(
                "this format is not read", expected: "CSV, TSV, XLSX, ODS, SAV or DTA, also in gzip or zip",
                remedy: "export the survey as CSV or XLSX")
        case .filePDF:
            Message(
                "this is a PDF", expected: "a table", remedy: "export the answers as CSV or XLSX, not as a report")
        case .fileNumbers:
            Message(
                "this is a workbook of Apple's Numbers", expected: "CSV, TSV, XLSX or ODS",
                remedy: "in Numbers choose File, Export To, CSV (Unicode UTF-8) or Excel")
        case .fileDocument:
            Message(
                "this is a text document or a presentation", expected: "CSV, TSV, XLSX or ODS",
                remedy: "export the answers as CSV or XLSX")
        case .statisticsCorrupt:
            Message(
                "the data file is damaged", expected: "a whole file of SPSS or Stata",
                remedy: "copy or export it again, or export the answers as CSV")
        case .statisticsTooMuch:
            Message(
                "the data file takes more time or memory to read than any survey; weir stopped reading it",
                expected: "as many variables and labels as a questionnaire has",
                remedy: "export the answers as CSV, and ask where this file came from")
        case .statisticsUnread:
            Message(
                "what reads such data files broke off over this one", expected: "a file as SPSS or Stata writes it",
                remedy: "export the answers as CSV, and ask where this file came from")
        case .fileQuestionnaire:
            Message(
                "this is the questionnaire (%), not its answers", expected: "a row for each interview",
                remedy: "export the answers; a new study can be drafted from the questionnaire with 'weir study import'"
            )
        case .fileDictionary:
            Message(
                "this is a data dictionary (%): it describes the fields and holds no answers",
                expected: "a row for each interview", remedy: "export the records, not the dictionary")
        case .fileCodebook:
            Message(
                "this is a codebook: a row for each variable", expected: "a row for each interview",
                remedy: "export the answers themselves")
        case .fileCrossTabulation:
            Message(
                "this is a summary or a cross-tabulation: counts of answers, known by %",
                expected: "a row for each interview",
                remedy: "export all individual responses, not the summary")
        case .tableTooWide:
            Message(
                "there are more than 16384 columns", expected: "as many columns as a spreadsheet has",
                remedy: "export the answers with one row for each interview")
        case .gzipTruncated:
            Message(
                "the compressed file ends too early; at least the rows in front of the end are counted",
                expected: "a whole gzip file", remedy: "copy or export it again")
        case .gzipCorrupt:
            Message(
                "the compressed file is damaged; at least the rows in front of the damage are counted",
                expected: "a gzip file", remedy: "copy or export it again")
        case .gzipBomb:
            Message(
                "the compressed file would unpack to far more than any survey; weir stopped unpacking it",
                expected: "a file that unpacks to at most 250 times its size",
                remedy: "send the CSV file without compression, and ask where this file came from")
        case .gzipTwice:
            Message(
                "the file is compressed twice", expected: "gzip once, or not at all",
                remedy: "unpack it once and send what comes out")
        case .encodingInvalid:
            Message(
                "there is something that is no text (%)", expected: "characters of the file's encoding",
                remedy: "export again with encoding UTF-8, or have the analysts declare the encoding in pipeline.yaml")
        case .encodingOther:
            Message(
                "there is text that is not UTF-8; it looks like %", expected: "one encoding in the whole file",
                remedy: "save it as 'CSV UTF-8', or export again with encoding UTF-8")
        case .encodingRecognised:
            Message(
                "nothing in the file says which encoding it is in; it was read as %, because that makes letters of the "
                    + "questionnaire's language", expected: "UTF-8, or an encoding that pipeline.yaml declares",
                remedy: "nothing; better to export with encoding UTF-8")
        case .encodingAssumed:
            Message(
                "nothing in the file says which encoding it is in; it was read as %, like most such files",
                expected: "an encoding that the file or pipeline.yaml names",
                remedy: "nothing, when the letters come out right; better to export in Unicode")
        case .encodingUnread:
            Message(
                "the file's text is in an encoding that is not read (%)", expected: "Unicode (UTF-8)",
                remedy: "export it in Unicode, or the answers as CSV")
        case .encodingContradicted:
            Message(
                "the encoding is not the one that the study declares: %", expected: "the encoding in pipeline.yaml",
                remedy: "export the file as before, or have the analysts correct 'encoding' in pipeline.yaml")
        case .cellTooLong:
            Message(
                "a record is longer than 32 MiB", expected: "records of a survey",
                remedy: "look for a quote that is never closed")
        case .quoteOpen:
            Message(
                "a quote that opens in this row is never closed", expected: "a closing quote",
                remedy: "export the file again; it may be cut off")
        default:
            Message(
                "this is no table", expected: "a header row and rows below it",
                remedy: "export the answers, not a summary or a questionnaire")
        }
    }

    private static func container(_ code: DiagnosticCode) -> Message {
        switch code {
        case .zipCorrupt:
            Message(
                "the zip file is damaged, cut off, or not as it says it is", expected: "a whole file",
                remedy: "copy or export it again")
        case .zipBomb:
            Message(
                "the file would unpack to far more than any survey; weir stopped unpacking it",
                expected: "a file that unpacks to at most 250 times its size",
                remedy: "export the answers as CSV, and ask where this file came from")
        case .zipUnsafeName:
            Message(
                "a file inside has a name that points outside or hides something", expected: "plain names",
                remedy: "ask where this file came from, and export the answers again")
        case .zipTooMany:
            Message(
                "more than % files are inside", expected: "one table",
                remedy: "take the table out and send it alone")
        case .zipPassword:
            Message(
                "the zip file is protected by a password", expected: "a file without one",
                remedy: "unpack it and send what comes out")
        case .workbookPassword:
            Message(
                "the workbook is protected by a password", expected: "a file without one",
                remedy: "open it, take the password off (File, Info, Protect), and save it again")
        case .zipNested:
            Message(
                "there is a zip file inside the zip file", expected: "the table itself",
                remedy: "unpack it once and send what comes out")
        case .zipNoTable:
            Message(
                "there is no table inside", expected: "one file such as answers.csv or answers.xlsx",
                remedy: "send the exported answers")
        case .zipSeveralTables:
            Message(
                "% tables are inside, and nobody says which one to take", expected: "one table",
                remedy: "unpack them, and send each by itself")
        case .workbookOld:
            Message(
                "this workbook is of a format that is not read (%)", expected: "XLSX, ODS or CSV",
                remedy: "open it and save it as 'Excel Workbook (.xlsx)'")
        case .workbookEmpty:
            Message(
                "no sheet that is shown holds a table (hidden sheets: %)", expected: "a header row and rows below it",
                remedy: "show the sheet with the answers, and save the workbook again")
        case .xmlDoctype:
            Message(
                "a part of the workbook declares a document type, as no spreadsheet program does",
                expected: "a workbook as a spreadsheet program saves it",
                remedy: "ask where this file came from; open it and save it again")
        case .xmlTooLong:
            Message(
                "a part of the workbook has a word longer than 1 MiB", expected: "a workbook of a survey",
                remedy: "ask where this file came from; open it and save it again")
        case .sheetsHidden:
            Message(
                "hidden sheets were left behind (number %)", expected: "the answers in a sheet that is shown",
                remedy: "nothing, or remove them: they may hold more than you mean to send")
        case .sheetsLeft:
            Message(
                "other sheets with tables were left behind (number %)", expected: "one sheet with the answers",
                remedy: "look whether they hold answers; if so, send each by itself, otherwise remove them")
        case .formulaWithoutValue:
            Message(
                "% formulas without a value count as blank", expected: "values",
                remedy: "open the workbook in a spreadsheet program and save it again")
        default:
            Message(
                "the workbook is damaged, or contradicts itself",
                expected: "a workbook as a spreadsheet program saves it",
                remedy: "open it and save it again, or export the answers as CSV")
        }
    }

    private static func header(_ code: DiagnosticCode) -> Message {
        switch code {
        case .headerDuplicate:
            Message(
                "the column \"%\" stands twice", expected: "each question once",
                remedy: "remove the copy, or export again")
        case .headerHiddenSign:
            Message(
                "a header holds a sign that turns the writing direction, so that it is not what it looks like",
                expected: "the questionnaire's letters",
                remedy: "export again; if the sign is in the questionnaire, take it out there")
        case .headerMojibake:
            Message(
                "headers were written in one encoding and read in another: they hold such signs as Ã© or Å¡ for single "
                    + "letters", expected: "the questionnaire's letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened")
        case .layoutOther:
            Message(
                "this is not the layout that the study declares: %", expected: "the layout in pipeline.yaml",
                remedy: "export as before, or have the analysts correct 'layout' in pipeline.yaml")
        case .layoutFitted:
            Message(
                "questions that stand in another form than the crosswalk names them were found by their wording: %",
                expected: "the variant that the crosswalk was written for", remedy: "nothing")
        case .columnMissing:
            Message(
                "the column \"%\" is missing", expected: "all columns of the questionnaire",
                remedy: "export all questions; if the wording changed, tell the analysts")
        case .columnUndeclared:
            Message(
                "columns that nobody declared were left behind, no cell of them filled: %",
                expected: "columns of the questionnaire",
                remedy: "nothing, or add it to the crosswalk")
        case .columnFilled:
            Message(
                "answers in a column that nobody declared; they were left behind",
                expected: "columns of the questionnaire",
                remedy: "have the analysts add the column to the crosswalk, or export without it")
        case .columnDropped:
            Message(
                "columns that identify people were left behind: %", expected: "no identifiers",
                remedy: "nothing; better not to export them")
        case .consentMissing:
            Message(
                "there is no column with the consent", expected: "the consent question \"%\"",
                remedy: "export all questions, the first one too")
        case .countryWrong:
            Message(
                "this looks like the file of %", expected: "the file of the folder's country",
                remedy: "move it to the folder of %")
        case .surveyOther:
            Message(
                "this is not the study's questionnaire: more than half of its columns are missing",
                expected: "in row 1 such headers as %",
                remedy:
                    "take out a title above the headers, put back a header row that was lost, or send the export of "
                    + "this survey with all questions")
        case .answersShifted:
            Message(
                "answers stand under the wrong headers: much of what was answered in these rows fits no answer of its "
                    + "column", expected: "each answer below its question",
                remedy: "look where a cell was put in or taken out; export again, and do not edit the file")
        case .surveysMixed:
            Message(
                "rows of another survey or country are in this file", expected: "one export of one survey",
                remedy: "export each survey to a file of its own")
        case .countryUnknown:
            Message(
                "the study does not cover the country of this folder",
                expected: "a folder named after a country of the study",
                remedy: "rename the folder, or add the country to pipeline.yaml")
        case .idDamaged:
            Message(
                "the ids were rounded by a spreadsheet (1.14E+11)", expected: "ids with all digits",
                remedy: "export again, and do not save the file from a spreadsheet")
        case .idMissing:
            Message(
                "there is no id column: in tomorrow's file every row looks like a new respondent, and nobody can tell "
                    + "whether one stands in the file twice", expected: "the platform's id",
                remedy: "export the id too")
        case .idBlank:
            Message(
                "rows without an id: in tomorrow's file they look like new respondents, and nobody can tell whether one "
                    + "stands in the file twice", expected: "an id in every row",
                remedy: "export again, with the id of every row")
        case .uploadBehind:
            Message(
                "the last interview in this file is earlier than that of the upload in force, which stays in force",
                expected: "a newer export",
                remedy: "export the survey again, or remove this file; when it is the right one, leave it alone in its "
                    + "folder and run once with --reinstate %")
        case .uploadStale:
            Message(
                "the upload in force was prepared under an earlier definition or program, and its file is gone",
                expected: "the file, to prepare it again", remedy: "put the file back into the inbox, or a newer one")
        case .uploadUndecided:
            Message(
                "people decided on open answers since this upload in force was prepared, and its file is gone; its open "
                    + "answers are withheld", expected: "the file, to apply the decisions",
                remedy: "put the file back into the inbox, or a newer one")
        case .uploadGone:
            Message(
                "the upload in force was prepared under another definition, program or key, and its file is gone",
                expected: "the file, to prepare it again", remedy: "put the file back into the inbox, or a newer one")
        case .uploadOlder:
            Message(
                "a newer upload of the country takes its place", expected: "one upload in force",
                remedy: "nothing; older files may be removed from the inbox")
        case .partDamaged:
            Message(
                "what was prepared from this upload is damaged (part %), and the upload is gone",
                expected: "the file, to prepare it again",
                remedy: "put the file back into the inbox, or a newer one, and look after the disk of the state folder")
        case .uploadNone:
            Message("no upload of % yet", expected: "a file in the country's folder", remedy: "ask the partner")
        default:
            Message("the header is not as expected", expected: "the questionnaire's columns", remedy: "export again")
        }
    }

    private static func answer(_ code: DiagnosticCode) -> Message {
        switch code {
        case .rowTooLong:
            Message(
                "rows with more cells than the header: %", expected: "as many cells as headers",
                remedy: "look for text with an unquoted delimiter; export again")
        case .rowTooShort:
            Message(
                "rows with fewer cells than the header: %; what stood in the others is not known",
                expected: "as many cells as headers",
                remedy: "look for rows that were cut off, or for a line break without quotes; export again")
        case .rowTrimmed:
            Message(
                "rows without their last cells: %; nothing is read from those columns",
                expected: "as many cells as headers", remedy: "nothing")
        case .rowBlank:
            Message(
                "rows without any text; they are no interviews and were left out",
                expected: "an interview in every row",
                remedy: "nothing, or look whether the export is whole")
        case .answerUnknown:
            Message(
                "answers to % that the crosswalk does not know; they are held",
                expected: "an answer of the questionnaire",
                remedy: "correct the cell, or have the analysts map the answer")
        case .answerOutOfRange:
            Message(
                "numbers for % outside the allowed range", expected: "a number within the range",
                remedy: "correct the number")
        case .answerNotANumber:
            Message(
                "answers to % that are no number", expected: "a number with the country's decimal mark",
                remedy: "correct the cell")
        case .answerNotADate:
            Message(
                "dates that cannot be read", expected: "a date in the country's order",
                remedy: "export again with dates as text")
        case .answerOutsidePeriod:
            Message(
                "dates of submission outside the field period; their month counts as unknown",
                expected: "a date within field_period of pipeline.yaml",
                remedy: "correct the dates, or the field period")
        case .answerNotAsked:
            Message(
                "answers to % by people who were not asked", expected: "no answer",
                remedy: "look whether the form's logic was changed")
        case .answerTooMany:
            Message(
                "more options of % picked than allowed", expected: "at most the limit",
                remedy: "look whether the form's limit was changed")
        case .optionNotInCountry:
            Message(
                "an option of % was picked that the codebook does not give to this country; the pick is left out",
                expected: "options of the country's questionnaire",
                remedy: "correct the option's countries in categories.csv, or the crosswalk's line")
        case .answerTwice:
            Message(
                "answers to % that exclude each other", expected: "one answer, or options without a refusal",
                remedy: "correct the row")
        case .consentBlank:
            Message(
                "interviews with answers and a blank %; they count as no consent", expected: "a yes or a no",
                remedy: "ask the partner how consent was given")
        case .answerMojibake:
            Message(
                "cells that were written in one encoding and read in another: they hold such signs as Ã© or Å¡ for "
                    + "single letters", expected: "the answers' letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened")
        case .answerUntranslated:
            Message(
                "open answers without English text; they are held", expected: "a translation beside the original",
                remedy: "fill in the translation")
        case .rowVanished:
            Message(
                "% respondents of an upload that this one replaces are not in it, and so not in the data set",
                expected: "all earlier respondents",
                remedy:
                    "ask the partner whether they were meant to go, or for one export with all of them; then remove the "
                    + "older file")
        case .rowChanged:
            Message(
                "% respondents have other answers than in an upload that this one replaces; the new ones count",
                expected: "the same answers, or corrected ones",
                remedy: "nothing when they were corrected; otherwise ask the partner")
        case .rowUncompared:
            Message(
                "what changed against the upload that was in force cannot be told: it was prepared under another definition "
                    + "or its part is damaged, and its file is gone", expected: "the earlier file beside the new one",
                remedy: "nothing; to know it next time, leave the earlier file in the inbox for a night")
        default:
            Message(
                "% complete interviews have the same answers as another one; all are in the data set",
                expected: "answers that differ somewhere",
                remedy: "ask the partner whether one respondent answered twice")
        }
    }

    private static func study(_ code: DiagnosticCode) -> Message {
        switch code {
        case .studyMissing:
            Message("this file of the study is missing", expected: "the file", remedy: "add it")
        case .studySyntax:
            Message("the file cannot be read", expected: "%", remedy: "correct the line")
        case .studyColumn:
            Message("the column \"%\" is missing", expected: "the column", remedy: "add it to the header row")
        case .studyUnknownColumn:
            Message(
                "nothing reads the column \"%\"",
                expected: "the table's own columns, and wording such as label::Shqip (sq)",
                remedy: "correct the header, or take the column out")
        case .studyField:
            Message("this is not one of the words allowed here", expected: "%", remedy: "correct the word")
        case .studyKey:
            Message("nothing reads this setting", expected: "%", remedy: "correct its name, or take it out")
        case .studyShape:
            Message("this is not written as it has to be", expected: "%", remedy: "write it so")
        case .studyBlank:
            Message("something is missing here", expected: "%", remedy: "fill it in")
        case .studyNumber:
            Message("this is no number that can stand here", expected: "%", remedy: "correct the number")
        case .studyName:
            Message("this cannot be a name", expected: "%", remedy: "rename it")
        case .studyDuplicate:
            Message("\"%\" stands twice", expected: "it once", remedy: "remove or rename one")
        case .studyUnknownVariable:
            Message(
                "no variable is called \"%\"", expected: "a name of variables.csv, asked earlier",
                remedy: "correct the name")
        case .studyLaterVariable:
            Message(
                "\"%\" is not asked before this question", expected: "a name of variables.csv, asked earlier",
                remedy: "move the question it depends on further up, or correct the name")
        case .studyUnknownCategory:
            Message("no category is called so: %", expected: "a name of categories.csv", remedy: "correct the name")
        case .studyUnknownList:
            Message(
                "no list of categories is called \"%\"", expected: "a list_name of categories.csv",
                remedy: "correct the name, or add the list")
        case .studyUncovered:
            Message(
                "no answer of the crosswalk leads to %", expected: "every category of the country's questionnaire",
                remedy: "add a line to the crosswalk")
        case .studyUniverse:
            Message(
                "the expression cannot be read at %", expected: "such as ${org_type} = 'other' and ${share} > 0",
                remedy: "correct it")
        case .studyContradiction:
            Message(
                "two things contradict each other: %", expected: "an operation, universe or key that fits the variable",
                remedy: "correct one of the two")
        case .studyIdentifier:
            Message(
                "the column \"%\" identifies people and cannot hold answers",
                expected: "id, collector, submitted or flag for such a column",
                remedy: "take the line out; if it is a question, have its column renamed")
        case .studyTerm:
            Message(
                "outdated or stigmatising wording: %", expected: "today's terminology",
                remedy: "fill in the preferred wording")
        case .studyProposed:
            Message(
                "lines that a draft proposed and nobody has confirmed: %", expected: "lines that somebody looked at",
                remedy: "compare them with the questionnaire, and take 'proposed' away from each that is right")
        case .studyUnsorted:
            Message(
                "the lines are not in order", expected: "lines sorted by their text",
                remedy: "sort the lines, so that changes stay small")
        default:
            Message("no wording in this language: %", expected: "the wording as fielded", remedy: "fill in the label")
        }
    }
}
