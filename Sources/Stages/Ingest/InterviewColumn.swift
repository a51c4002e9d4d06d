public import WeirCore

/// What a column that the platform adds says about the interview. It is no question, whatever its header.
public enum InterviewColumn: String, Equatable, Sendable {
    case id, collector, started, submitted, status, finished, progress, duration, address, email, name, location,
        device,
        language, version, other

    /// Whether it names a person, a device or a place, or a time to the second.
    var isDirect: Bool {
        switch self {
        case .id, .collector, .started, .submitted, .address, .email, .name, .location, .device: true
        case .status, .finished, .progress, .duration, .language, .version, .other: false
        }
    }

    /// The role of a header under a layout; nil for a question.
    static func role(of header: String, in layout: ExportLayout) -> InterviewColumn? {
        let compact = String(TextFolding.folded(header).filter { $0 != " " })
        switch layout {
        case .surveyMonkeyCondensed, .surveyMonkeyExpanded, .surveyMonkeyFlattened, .surveyMonkeyNames:
            return surveyMonkey[compact] ?? (isNumbered(compact, behind: "customdata") ? .other : nil)
        case .surveyMonkeyStripped, .plain: return nil
        case .qualtricsThreeRows, .qualtricsLegacy, .qualtricsTwoRows, .qualtricsOneRow: return qualtrics(compact)
        case .koboNames, .koboLabels: return kobo(compact)
        case .odk: return odk(compact)
        case .limeSurveyCodes, .limeSurveyTexts, .limeSurveyBoth: return limeSurvey(compact)
        case .googleForms: return googleForms[compact] ?? (FirstRows.times.contains(compact) ? .submitted : nil)
        case .microsoftForms: return microsoftForms(compact)
        case .redcapRaw, .redcapLabels: return redcap(compact)
        }
    }

    private static let surveyMonkey: [String: InterviewColumn] = [
        "respondentid": .id, "collectorid": .collector, "startdate": .started, "datecreated": .started,
        "enddate": .submitted, "datemodified": .submitted, "ipaddress": .address, "emailaddress": .email,
        "firstname": .name, "lastname": .name, "responsestatus": .status,
    ]

    private static func qualtrics(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "responseid": .id, "startdate": .started, "enddate": .submitted, "recordeddate": .other, "status": .status,
            "progress": .progress, "finished": .finished, "duration(inseconds)": .duration, "ipaddress": .address,
            "recipientlastname": .name, "recipientfirstname": .name, "recipientemail": .email, "name": .name,
            "externalreference": .other, "externaldatareference": .other, "emailaddress": .email,
            "locationlatitude": .location, "locationlongitude": .location, "locationaccuracy": .location,
            "distributionchannel": .other, "userlanguage": .language, "responseset": .other,
        ]
        let timers = ["_firstclick", "_lastclick", "_pagesubmit", "_clickcount"]
        return known[name] ?? (timers.contains(where: name.hasSuffix) ? .duration : nil)
    }

    private static let form: [String: InterviewColumn] = [
        "start": .started, "end": .submitted, "today": .other, "deviceid": .device, "phonenumber": .device,
        "username": .name, "simserial": .device, "simid": .device, "subscriberid": .device, "audit": .other,
        "instanceid": .other, "instancename": .other, "rootuuid": .other,
    ]

    private static func kobo(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "_id": .id, "_uuid": .other, "_submission_time": .submitted, "_validation_status": .status,
            "_notes": .other, "_status": .other, "_submitted_by": .name, "_tags": .other, "_index": .other,
            "__version__": .version, "_parent_index": .other, "_parent_table_name": .other,
            "formhub/uuid": .other, "_attachments": .other, "_geolocation": .location,
        ]
        let isPoint = ["_latitude", "_longitude", "_altitude", "_precision"].contains(where: name.hasSuffix)
        let last = String(name.split(separator: "/").last ?? "")
        return known[name] ?? form[last] ?? (isPoint ? .location : nil)
    }

    private static func odk(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "submissiondate": .submitted, "key": .id, "parent_key": .other, "isvalidated": .other,
            "submitterid": .name, "submittername": .name, "attachmentspresent": .other, "attachmentsexpected": .other,
            "status": .status, "reviewstate": .status, "edits": .other, "formversion": .version,
        ]
        let isPoint = ["-latitude", "-longitude", "-altitude", "-accuracy"].contains(where: name.hasSuffix)
        let last = String(name.split(separator: "-").last?.split(separator: "/").last ?? "")
        if name.hasPrefix("set-of-") { return .other }
        return known[name] ?? form[last] ?? (isPoint ? .location : nil)
    }

    private static func limeSurvey(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "id": .id, "responseid": .id, "submitdate": .submitted, "datesubmitted": .submitted, "lastpage": .progress,
            "startlanguage": .language, "seed": .other, "token": .other, "accesscode": .other, "startdate": .started,
            "datestarted": .started, "datestamp": .other, "datelastaction": .other, "ipaddr": .address,
            "ipaddress": .address, "refurl": .other, "referrerurl": .other, "interviewtime": .duration,
            "totaltime": .duration,
        ]
        let isTime = ["questiontime:", "grouptime:", "questiontime", "grouptime"].contains(where: name.hasPrefix)
        return known[name] ?? (isTime ? .duration : nil)
    }

    private static let googleForms: [String: InterviewColumn] = [
        "emailaddress": .email, "username": .email, "score": .other, "direccióndecorreoelectrónico": .email,
        "adresădee-mail": .email, "adresae-pošte": .email, "adresae-mailit": .email,
    ]

    private static func microsoftForms(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "id": .id, "starttime": .started, "completiontime": .submitted, "email": .email, "name": .name,
            "lastmodifiedtime": .other, "language": .language, "totalpoints": .other, "quizfeedback": .other,
            "horadeinicio": .started, "horadefinalización": .submitted, "correoelectrónico": .email, "nombre": .name,
        ]
        return known[name] ?? (name.hasPrefix("points-") || name.hasPrefix("feedback-") ? .other : nil)
    }

    private static func redcap(_ name: String) -> InterviewColumn? {
        let known: [String: InterviewColumn] = [
            "record_id": .id, "recordid": .id, "redcap_event_name": .other, "eventname": .other,
            "redcap_repeat_instrument": .other, "repeatinstrument": .other, "redcap_repeat_instance": .other,
            "repeatinstance": .other, "redcap_data_access_group": .other, "dataaccessgroup": .other,
            "redcap_survey_identifier": .name, "surveyidentifier": .name, "surveytimestamp": .submitted,
            "complete?": .finished,
        ]
        return known[name]
            ?? (name.hasSuffix("_timestamp") ? .submitted : name.hasSuffix("_complete") ? .finished : nil)
    }

    private static func isNumbered(_ name: String, behind start: String) -> Bool {
        name.hasPrefix(start) && name.dropFirst(start.count).allSatisfy(\.isNumber)
    }
}

extension ExportLayout {
    /// How an export of this layout says that an interview is complete.
    public var completion: String {
        switch self {
        case .surveyMonkeyCondensed, .surveyMonkeyExpanded, .surveyMonkeyFlattened, .surveyMonkeyStripped,
            .surveyMonkeyNames:
            "not said; a broken-off interview ends in blanks"
        case .qualtricsThreeRows, .qualtricsLegacy, .qualtricsTwoRows, .qualtricsOneRow: "said by Finished or Progress"
        case .koboNames, .koboLabels, .odk, .googleForms, .microsoftForms: "only submitted interviews are exported"
        case .limeSurveyCodes, .limeSurveyTexts, .limeSurveyBoth: "said by the date of submission, blank if unfinished"
        case .redcapRaw, .redcapLabels: "said by the state of each form"
        case .plain: "not known"
        }
    }

    /// What stands in a box of a question with one column for each option.
    public var boxes: Boxes {
        switch self {
        case .koboNames, .koboLabels, .odk: Boxes(ticked: ["1", "TRUE", "1.0"], open: ["0", "FALSE", "0.0"])
        case .limeSurveyCodes, .limeSurveyTexts, .limeSurveyBoth:
            Boxes(ticked: ["Y", "Yes", "1"], open: ["N", "No", "0"], notShown: ["N/A"])
        case .redcapRaw, .redcapLabels: Boxes(ticked: ["1", "Checked"], open: ["0", "Unchecked"])
        case .qualtricsThreeRows, .qualtricsLegacy, .qualtricsTwoRows, .qualtricsOneRow: Boxes(ticked: ["1"])
        // As data files of SPSS and Stata have them, whatever they were made from: under one row of headers.
        case .surveyMonkeyFlattened, .surveyMonkeyNames, .plain: Boxes(ticked: ["1"], open: ["0"])
        default: Boxes(ticked: [])
        }
    }

    /// The sign between the options of a question with one column for all; nil where there is no such column.
    public var separator: String? {
        switch self {
        case .qualtricsThreeRows, .qualtricsLegacy, .qualtricsTwoRows, .qualtricsOneRow, .googleForms: ","
        case .koboNames, .odk: " "
        case .microsoftForms: ";"
        default: nil
        }
    }
}

/// The words of a box: ticked, not ticked, not shown.
public struct Boxes: Equatable, Sendable {
    /// What a ticked box says.
    public var ticked: [String]
    /// What an empty one says.
    public var open: [String] = []
    /// What one says that the form did not show.
    public var notShown: [String] = []

    /// A box that says these words when it is ticked.
    public init(ticked: [String], open: [String] = [], notShown: [String] = []) {
        self.ticked = ticked
        self.open = open
        self.notShown = notShown
    }
}
