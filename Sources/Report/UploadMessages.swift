import WeirCore

/// What is said of headers, uploads, rows and answers.
extension Messages {
    static func header(_ code: DiagnosticCode) -> Message {
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
                "headers were written in one encoding and read in another (%): they hold such signs as Ã© for é, or è for č",
                expected: "the questionnaire's letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened; where the study "
                    + "declares an encoding, have the analysts look at it")
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
        case .answersMisread:
            Message(
                "much of what was answered in these rows was written in one encoding and read in another (%), so that it is "
                    + "none of the questionnaire's answers", expected: "the questionnaire's letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened")
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
        case .uploadOfOthers:
            Message(
                "most respondents are not those of the upload in force, and somebody of the country withdrew who is known by "
                    + "the ids there: under other ids they would come back",
                expected: "the ids and collectors as they were",
                remedy: "export again with the columns of ids and collectors as before; when these are other people's "
                    + "answers, run once with --accept-platform %")
        case .uploadOlder:
            Message(
                "a newer upload of the country takes its place", expected: "one upload in force",
                remedy: "nothing; older files may be removed from the inbox")
        case .partDamaged:
            Message(
                "what was prepared from this upload is damaged (part %), and the upload is gone",
                expected: "the file, to prepare it again",
                remedy: "put the file back into the inbox, or a newer one, and look after the disk of the state folder")
        case .partForeign:
            Message(
                "this prepared part is not used: %",
                expected: "a part with today's keys, definition, program and decisions",
                remedy: "prepare its upload again with weir prepare, or put the upload into the inbox")
        case .uploadsAway:
            Message(
                "no country has a file here, though uploads are in force", expected: "the countries' files",
                remedy:
                    "look whether the folder is there as it should be, as a share that is not mounted is not; when the "
                    + "files were taken away on purpose, accept this finding")
        case .uploadNone:
            Message("no upload of % yet", expected: "a file in the country's folder", remedy: "ask the partner")
        default:
            Message("the header is not as expected", expected: "the questionnaire's columns", remedy: "export again")
        }
    }

    static func answer(_ code: DiagnosticCode) -> Message {
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
                "answers to % that are no number", expected: "a number with the decimal mark of pipeline.yaml",
                remedy: "correct the cell")
        case .answerDecimalComma:
            Message(
                "numbers for % with a decimal comma, as in 37,5; they are not used",
                expected: "a decimal point, as in 37.5, and nothing between thousands",
                remedy: "correct the numbers, or 'decimal' in pipeline.yaml")
        case .answerDecimalPoint:
            Message(
                "numbers for % with a decimal point, as in 37.5; they are not used",
                expected: "a decimal comma, as in 37,5, and nothing between thousands",
                remedy: "correct the numbers, or 'decimal' in pipeline.yaml")
        case .answerNotADate:
            Message(
                "dates that cannot be read", expected: "a date in the country's order",
                remedy: "export again with dates as text")
        case .answerOutsidePeriod:
            Message(
                "dates outside the field period; of a date of submission the month counts as unknown",
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
                "cells that were written in one encoding and read in another (%): they hold such signs as Ã© for é, or ń for "
                    + "ñ", expected: "the answers' letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened")
        case .answerMisread:
            Message(
                "answers of the questionnaire that were written in one encoding and read in another (%); they are held",
                expected: "the questionnaire's letters",
                remedy: "export again with encoding UTF-8, and choose UTF-8 when the file is opened")
        case .answerHiddenSign:
            Message(
                "cells that hold signs that turn the writing direction, so that they are not what they look like; the "
                    + "signs were taken out", expected: "the answers' letters",
                remedy: "look whether the answers read right without the signs; if not, correct them and export again")
        case .answerUntranslated:
            Message(
                "open answers without English text; they are held", expected: "a translation beside the original",
                remedy: "fill in the translation")
        case .rowVanished:
            Message(
                "respondents of an upload that this one replaces are not in it, and so not in the data set (%)",
                expected: "all earlier respondents",
                remedy:
                    "ask the partner whether they were meant to go, or for one export with all of them; then remove the "
                    + "older file")
        case .rowMaybeWithdrawn:
            Message(
                "rows without an id may be those of somebody who withdrew; withdrawals of which no row is known here: %",
                expected: "an id in every row, and nobody who withdrew",
                remedy:
                    "ask the partner whether they took the rows out; withdraw again, by the row, whoever is in the file; "
                    + "when nobody is, accept this finding, which is then accepted for this file alone")
        case .rowChanged:
            Message(
                "respondents have other answers than in an upload that this one replaces; the new ones count (%)",
                expected: "the same answers, or corrected ones",
                remedy: "nothing when they were corrected; otherwise ask the partner")
        case .rowUncompared:
            Message(
                "what changed against the upload that was in force cannot be told: it was prepared under another definition "
                    + "or its part is damaged, and its file is gone", expected: "the earlier file beside the new one",
                remedy: "nothing; to know it next time, leave the earlier file in the inbox for a night")
        default:
            Message(
                "complete interviews have the same answers as another one; all are in the data set (%)",
                expected: "answers that differ somewhere",
                remedy: "ask the partner whether one respondent answered twice")
        }
    }
}
