import WeirCore

/// What is said of files and what they are packed in.
extension Messages {
    static func file(_ code: DiagnosticCode) -> Message {
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
        case .fileArriving:
            Message(
                "somebody is still copying this file", expected: "a file at rest",
                remedy: "nothing; the next night takes it")
        case .fileUnknownFormat:
            Message(
                "this format is not read (%)", expected: "CSV, TSV, XLSX, ODS, SAV or DTA, also in gzip or zip",
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
                "the compressed file ends too early, as if it was not copied completely yet; at least the rows in front of "
                    + "the end are counted", expected: "a whole gzip file",
                remedy: "wait until it is copied; if nothing changes, copy or export it again")
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
                remedy: "look for a quote that is never closed; in a workbook, for a cell that holds a whole document")
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

    static func container(_ code: DiagnosticCode) -> Message {
        switch code {
        case .zipCorrupt:
            Message(
                "the zip file is damaged, or not as it says it is", expected: "a whole file",
                remedy: "copy or export it again")
        case .zipTruncated:
            Message(
                "the end of the file is missing, as if it was not copied completely yet", expected: "a whole file",
                remedy: "wait until it is copied; if nothing changes, copy or export it again")
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
}
