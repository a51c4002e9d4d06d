import WeirCore

/// Columns that identify by themselves, in every spelling that platforms are known to use. Such a column is left
/// behind by name, whether or not a crosswalk mentions it.
enum DirectIdentifiers {
    /// Whether a header names a direct identifier.
    static func contains(_ header: String) -> Bool {
        let name = compact(header)
        if names.contains(name) { return true }
        // KoBo writes `_x_latitude`, ODK `x-Latitude`, groups put a path in front.
        return endings.contains { name.hasSuffix($0) }
    }

    /// Letters and digits only, so that `IP Address`, `IPAddress` and `ip_address` are one name.
    private static func compact(_ header: String) -> String {
        String(TextFolding.folded(header).split(separator: "/").last ?? "").filter { $0.isLetter || $0.isNumber }
    }

    private static let names: Set<String> = [
        // SurveyMonkey
        "respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified", "ipaddress",
        "emailaddress", "firstname", "lastname", "customdata", "customdata1", "customdata2", "customdata3",
        // Qualtrics
        "recordeddate", "responseid", "recipientlastname", "recipientfirstname", "recipientemail",
        "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "responseset",
        "distributionchannel", "durationinseconds",
        // KoBoToolbox and ODK
        "id", "uuid", "submissiontime", "submissiondate", "submittedby", "index", "key", "parentkey", "instanceid",
        "metainstanceid", "start", "end", "today", "deviceid", "phonenumber", "username", "simserial",
        "subscriberid", "imei", "notes", "tags", "submittername", "submitterid",
        // LimeSurvey
        "submitdate", "datestamp", "datesubmitted", "datestarted", "datelastaction", "ipaddr", "refurl", "token",
        "seed", "accesscode",
        // Google and Microsoft Forms
        "timestamp", "marcatemporal", "marcădetimp", "vremenskaoznaka", "vulakohore", "email", "name", "username",
        "starttime", "completiontime", "correoelectrónico", "direccióndecorreoelectrónico", "nombre", "nume", "ime",
        "emri", "adresadeemail",
        // REDCap
        "recordid", "redcapsurveyidentifier", "redcapdataaccessgroup",
    ]

    private static let endings = ["latitude", "longitude", "altitude", "precision", "accuracy", "surveytimestamp"]
}
