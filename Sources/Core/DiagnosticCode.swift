/// The stable code of a finding, as it stands in reports and in JSON. The texts belong to the report.
public enum DiagnosticCode: String, CaseIterable, Sendable {
    // The upload as a file.
    case folderUnreadable = "folder.unreadable"
    case fileNotRegular = "file.not-regular"
    case fileStray = "file.stray"
    case fileMissing = "file.missing"
    case fileIsDirectory = "file.directory"
    case fileNoPermission = "file.permission"
    case fileEmpty = "file.empty"
    case noInterviews = "file.no-interviews"
    case fileChanged = "file.changed"
    case fileArriving = "file.arriving"
    case fileNotATable = "file.not-a-table"
    case fileUnknownFormat = "file.unknown-format"
    case filePDF = "file.pdf"
    case fileNumbers = "file.numbers"
    case fileDocument = "file.document"
    case fileQuestionnaire = "file.questionnaire"
    case fileDictionary = "file.data-dictionary"
    case fileCodebook = "file.codebook"
    case fileCrossTabulation = "file.cross-tabulation"
    case zipCorrupt = "zip.corrupt"
    case zipTruncated = "zip.truncated"
    case zipBomb = "zip.bomb"
    case zipUnsafeName = "zip.unsafe-name"
    case zipTooMany = "zip.too-many-files"
    case zipPassword = "zip.password"
    case zipNested = "zip.nested"
    case zipNoTable = "zip.no-table"
    case zipSeveralTables = "zip.several-tables"
    case workbookCorrupt = "workbook.corrupt"
    case workbookPassword = "workbook.password"
    case workbookOld = "workbook.old-format"
    case workbookEmpty = "workbook.no-table"
    case xmlDoctype = "workbook.doctype"
    case xmlTooLong = "workbook.too-long"
    case sheetsHidden = "workbook.hidden-sheets"
    case sheetsLeft = "workbook.other-sheets"
    case formulaWithoutValue = "workbook.formula-without-value"
    case statisticsCorrupt = "statistics.corrupt"
    case statisticsTooMuch = "statistics.too-much"
    case statisticsUnread = "statistics.unread"
    case tableTooWide = "file.too-wide"
    case gzipTruncated = "gzip.truncated"
    case gzipCorrupt = "gzip.corrupt"
    case gzipBomb = "gzip.bomb"
    case gzipTwice = "gzip.twice"
    case encodingInvalid = "encoding.invalid"
    case encodingOther = "encoding.other"
    case encodingRecognised = "encoding.recognised"
    case encodingAssumed = "encoding.assumed"
    case encodingUnread = "encoding.not-read"
    case encodingContradicted = "encoding.contradicted"
    case headerHiddenSign = "header.hidden-sign"
    case rowsAboveHeader = "header.rows-above"
    case headerMojibake = "header.mojibake"
    case cellTooLong = "csv.cell-too-long"
    case quoteOpen = "csv.open-quote"
    case rowTooLong = "csv.long-row"
    case rowTooShort = "csv.short-row"
    case rowTrimmed = "csv.trimmed-row"
    // The layout.
    case headerDuplicate = "header.duplicate"
    case columnMissing = "header.missing-column"
    case columnRenamed = "header.renamed-column"
    case columnsReordered = "header.reordered-columns"
    case headerDrift = "header.wording-drift"
    case questionChanged = "header.question-changed"
    case optionsChanged = "header.options-changed"
    case columnIdentifies = "header.looks-like-identifier"
    case columnUndeclared = "header.undeclared-column"
    case columnFilled = "header.undeclared-answers"
    case columnDropped = "header.direct-identifier"
    case layoutOther = "header.other-layout"
    case layoutFitted = "header.other-variant"
    case consentMissing = "header.no-consent"
    case countryWrong = "upload.wrong-country"
    case surveyOther = "upload.other-survey"
    case surveysMixed = "upload.mixed-surveys"
    case answersShifted = "upload.shifted-answers"
    case answersMisread = "upload.mojibake"
    case countryUnknown = "upload.unknown-country"
    case idDamaged = "id.damaged"
    case idMissing = "id.no-column"
    case idBlank = "id.blank"
    case idRepeated = "id.repeated"
    case uploadBehind = "upload.behind"
    case uploadStale = "upload.stale"
    case uploadUndecided = "upload.decisions"
    case uploadGone = "upload.gone"
    case uploadOfOthers = "upload.other-respondents"
    case uploadOlder = "upload.older"
    case uploadNone = "upload.none"
    case uploadsAway = "upload.all-away"
    case partDamaged = "part.damaged"
    case partForeign = "part.foreign"
    // The answers.
    case answerUnknown = "answer.unmapped"
    case answerOutOfRange = "answer.out-of-range"
    case answerNotANumber = "answer.not-a-number"
    case answerDecimalComma = "answer.decimal-comma"
    case answerDecimalPoint = "answer.decimal-point"
    case answerNotADate = "answer.not-a-date"
    case answerOutsidePeriod = "answer.outside-period"
    case answerNotAsked = "answer.not-asked"
    case answerTooMany = "answer.too-many"
    case optionNotInCountry = "answer.not-in-country"
    case answerTwice = "answer.twice"
    case consentBlank = "answer.blank-consent"
    case answerMojibake = "answer.mojibake"
    case answerMisread = "answer.misread"
    case answerHiddenSign = "answer.hidden-sign"
    case answerUntranslated = "answer.untranslated"
    case translationRepeats = "answer.repeats-original"
    case answerDrift = "answer.wording-drift"
    case requiredBlank = "answer.required-missing"
    case followUpBlank = "answer.follow-up-missing"
    case identifierMisplaced = "answer.identifier-misplaced"
    case endBeforeStart = "answer.end-before-start"
    case answerIdentifies = "answer.identifier"
    case originalIdentifies = "original.identifier"
    case cellIdentifies = "cell.identifier"
    case statusContradicted = "row.status-contradiction"
    case answersRepeated = "row.same-answers"
    case rowVanished = "row.vanished"
    case rowMaybeWithdrawn = "row.maybe-withdrawn"
    case rowChanged = "row.changed"
    case rowUncompared = "row.uncompared"
    case rowBlank = "row.blank"
    case rowRepeated = "row.possible-duplicate"
    // How the interviews went.
    case speeders = "quality.speeders"
    case straightLining = "quality.straight-lining"
    case nonResponse = "quality.non-response"
    case otherShare = "quality.other-share"
    case breakOffs = "quality.break-off"
    // The study's definition.
    case studyMissing = "study.missing-file"
    case studySyntax = "study.syntax"
    case studyColumn = "study.column"
    case studyUnknownColumn = "study.unknown-column"
    case studyField = "study.field"
    case studyKey = "study.unknown-key"
    case studyShape = "study.shape"
    case studyBlank = "study.blank"
    case studyNumber = "study.number"
    case studyName = "study.name"
    case studyDuplicate = "study.duplicate"
    case studyUnknownVariable = "study.unknown-variable"
    case studyLaterVariable = "study.later-variable"
    case studyUnknownCategory = "study.unknown-category"
    case studyUnknownList = "study.unknown-list"
    case studyUncovered = "study.uncovered-category"
    case studyUniverse = "study.universe"
    case studyContradiction = "study.contradiction"
    case studyIdentifier = "study.direct-identifier"
    case studyTerm = "study.term"
    case studyUnsorted = "study.unsorted"
    case studyProposed = "study.proposed"
    case studyLabel = "study.label"

    /// How much follows from a finding of this kind.
    public var severity: Diagnostic.Severity {
        switch self {
        case .layoutFitted, .encodingRecognised, .encodingAssumed, .sheetsHidden, .columnUndeclared, .columnDropped,
            .idMissing, .uploadOlder,
            .columnsReordered, .headerDrift, .optionsChanged, .answerNotAsked, .translationRepeats, .answerDrift,
            .requiredBlank,
            .followUpBlank, .answerIdentifies, .originalIdentifies, .cellIdentifies, .answersRepeated, .idRepeated,
            .speeders,
            .straightLining, .nonResponse, .otherShare, .breakOffs,
            .answerUntranslated, .rowBlank, .rowTrimmed, .rowRepeated, .rowChanged, .rowUncompared, .studyTerm,
            .studyUnsorted, .studyProposed, .studyLabel:
            .note
        case .layoutOther, .questionChanged, .columnFilled, .columnIdentifies, .identifierMisplaced,
            .endBeforeStart, .statusContradicted,
            .sheetsLeft,
            .formulaWithoutValue, .answerMojibake, .answerMisread, .answerHiddenSign, .answerUnknown, .answerOutOfRange,
            .answerNotANumber, .answerDecimalComma, .answerDecimalPoint, .answerNotADate,
            .answerOutsidePeriod,
            .answerTooMany, .answerTwice, .consentBlank, .optionNotInCountry, .idBlank, .uploadNone, .uploadStale,
            .uploadUndecided, .uploadBehind, .uploadsAway, .rowVanished, .rowMaybeWithdrawn, .fileArriving:
            .open
        default: .refusal
        }
    }

    /// Whether a finding follows from one file and the study's definition alone: from no earlier upload, nobody's
    /// decision, and nothing else that lies in the inbox.
    public var followsFromUpload: Bool {
        switch self {
        case .folderUnreadable, .fileStray, .countryUnknown, .uploadBehind, .uploadStale, .uploadUndecided, .uploadGone,
            .uploadOfOthers, .uploadOlder, .uploadNone, .uploadsAway, .partDamaged, .partForeign, .fileArriving,
            .rowVanished,
            .rowMaybeWithdrawn,
            .rowChanged,
            .rowUncompared, .rowRepeated:
            false
        default: !isOnPartnersSide && !rawValue.hasPrefix("study.")
        }
    }

    /// Whether only the check of a file tells it, to whoever has the file anyway: the merge reads no originals.
    public var isOnPartnersSide: Bool {
        self == .answerIdentifies || self == .originalIdentifies || self == .cellIdentifies
    }

    /// Whether a file that is refused for it can be read all the same, as far as its other columns go: what is found in
    /// them is told along with it.
    public var leavesColumns: Bool {
        switch self {
        case .columnMissing, .columnRenamed, .consentMissing, .headerDuplicate, .headerHiddenSign, .rowsAboveHeader,
            .idDamaged:
            true
        default: severity < .refusal
        }
    }

    /// Whether a file is refused for rows of which nobody knows what they hold: what is found in the others is told along
    /// with it.
    public var refusesRows: Bool {
        switch self {
        case .rowTooLong, .rowTooShort, .surveysMixed, .answersShifted, .answersMisread, .encodingInvalid,
            .encodingOther,
            .quoteOpen, .cellTooLong:
            true
        default: false
        }
    }

    /// Whether it can be about an upload of a country at all, so that partners need words for it.
    public var isToldToPartners: Bool {
        self != .fileStray && self != .countryUnknown && self != .partForeign && self != .uploadsAway
            && !rawValue.hasPrefix("study.")
    }
}
