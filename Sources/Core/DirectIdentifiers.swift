/// Columns that identify by themselves, in every spelling that platforms are known to use. Such a column is left
/// behind by name, and no crosswalk may take answers from it.
public enum DirectIdentifiers {
    /// Whether a header names a direct identifier, alone or behind the groups of its form.
    public static func contains(_ header: String) -> Bool {
        let header = TextFolding.folded(header)
        return names(in: header).contains(where: isIdentifier) || isOfAKind(header)
    }

    /// Whether a column does: a contact question has its fields in the second header row.
    public static func contains(_ column: SourceColumn) -> Bool { contains(column.question) || contains(column.part) }

    /// Whether a header as a whole does, whatever its last name is: behind a multi-select's groups that is an option's.
    public static func contains(whole header: String) -> Bool { isIdentifier(TextFolding.folded(header)[...]) }

    /// Whether a header names the time at which an interview began.
    public static func isStart(_ header: String) -> Bool {
        names(in: TextFolding.folded(header)).contains { name in
            starts.contains(name.filter { $0.isLetter || $0.isNumber })
        }
    }

    /// Whether a header is nothing but such a name, so that it may be shown.
    public static func isStart(whole header: String) -> Bool {
        starts.contains(TextFolding.folded(header).filter { $0.isLetter || $0.isNumber })
    }

    private static let starts: Set<String> = ["startdate", "start", "datestarted", "starttime", "anfangsdatum"]

    /// The header, its name behind a path as KoBo writes it (`group/deviceid`), and what may be one behind a path as ODK
    /// writes it (`group-deviceid`): such names have no blanks.
    private static func names(in header: String) -> [Substring] {
        let last = header.split(separator: "/").last ?? ""
        guard !last.contains(" ") else { return [header[...], last] }
        let behindDashes = last.indices.filter { last[$0] == "-" }.map { last[last.index(after: $0)...] }
        return [header[...], last] + behindDashes
    }

    private static func isIdentifier(_ name: Substring) -> Bool {
        // Letters and digits only, so that `IP Address`, `IPAddress` and `ip_address` are one name.
        let compact = name.filter { $0.isLetter || $0.isNumber }
        return known.contains(compact) || numbered.contains { isNumbered(compact, $0) }
    }

    /// `Custom Data 1` and the like.
    private static func isNumbered(_ name: String, _ start: String) -> Bool {
        name.hasPrefix(start) && name.dropFirst(start.count).allSatisfy(\.isNumber)
    }

    /// Names made of a question's and what is added to it.
    private static func isOfAKind(_ header: String) -> Bool {
        endings.contains(where: header.hasSuffix) || beginnings.contains(where: header.hasPrefix)
    }

    private static let numbered = ["customdata", "address", "email", "phone"]

    private static let known: Set<String> = [
        // SurveyMonkey, and the fields of its contact question
        "respondentid", "collectorid", "startdate", "enddate", "datecreated", "datemodified", "ipaddress",
        "emailaddress", "firstname", "lastname", "phonenumber", "fullname", "yourname", "surname", "telephone",
        "zippostalcode", "dateofbirth", "birthdate",
        // Qualtrics
        "recordeddate", "responseid", "recipientlastname", "recipientfirstname", "recipientemail",
        "externalreference", "externaldatareference", "locationlatitude", "locationlongitude", "responseset",
        "distributionchannel", "durationinseconds", "anfangsdatum", "enddatum",
        // KoBoToolbox and ODK
        "id", "uuid", "submissiontime", "submissiondate", "submittedby", "index", "key", "parentkey", "parentindex",
        "submissionid", "submissionuuid", "submissionsubmissiontime", "submissionsubmittedby", "submissionnotes",
        "submissiontags", "submissionindex", "instanceid", "instancename", "start", "end", "today", "deviceid",
        "username", "simserial", "simid", "subscriberid", "imei", "notes", "tags", "submittername", "submitterid",
        "latitude", "longitude", "gps", "geopoint", "geolocation", "coordinates", "coordenadas",
        // LimeSurvey
        "submitdate", "datestamp", "datesubmitted", "datestarted", "datelastaction", "ipaddr", "refurl",
        "referrerurl", "token", "seed", "accesscode", "interviewtime", "totaltime",
        // Google and Microsoft Forms
        "timestamp", "marcatemporal", "marcădetimp", "vremenskaoznaka", "vulakohore", "name", "starttime",
        "completiontime", "lastmodifiedtime", "correoelectrónico", "correoelectronico",
        "direccióndecorreoelectrónico", "direcciondecorreoelectronico", "adresadeemail", "nombre", "apellido",
        "apellidos", "nume", "prenume", "ime", "prezime", "emri", "mbiemri", "teléfono", "telefono", "telefon",
        "telefoni", "direcciónip", "direccionip", "adresaip",
        // What people add to an export, in the partners' languages: names …
        "names", "familyname", "givenname", "middlename", "nameandsurname", "respondentname", "nameofrespondent",
        "emriimbiemri", "emridhembiemri", "emriplotë", "emriplote", "emriiplotë", "emriiplote", "imeiprezime",
        "punoime",
        "numelecomplet", "numecomplet", "numeșiprenume", "numesiprenume", "numeleșiprenumele", "numelesiprenumele",
        "prenumele", "numele", "nombres", "nombrecompleto", "nombreyapellido", "nombreyapellidos",
        "nombresyapellidos", "apellidosynombres",
        // … telephones …
        "phoneno", "phonenr", "mobilephone", "mobilenumber", "cellphone", "telephonenumber",
        "numriitelefonit", "numërtelefoni", "numertelefoni", "nrtelefoni", "nrtel", "celulari", "brojtelefona",
        "brojtel", "mobitel", "numărdetelefon", "numardetelefon", "numărultelefon", "nrdetelefon",
        "telefonmobil", "númerodeteléfono", "numerodetelefono", "teléfonocelular", "telefonocelular", "celular",
        // … addresses …
        "mail", "correo", "emaili", "adresaeemailit", "adresaemail", "adresaelektronike", "epošta", "eposta",
        "emailadresa", "adresaepošte", "adresaeposte", "poștaelectronică", "poștăelectronică", "postaelectronica",
        "ip", "adresëip", "adreseip", "ipadresa", "direccióndeip", "direcciondeip",
        "homeaddress", "streetaddress", "postaladdress", "adresa", "adresaebanimit", "kućnaadresa", "kucnaadresa",
        "adresastanovanja", "dirección", "direccion",
        // … and numbers of documents.
        "nationalid", "nationalidnumber", "idnumber", "idcard", "idcardnumber", "identitynumber", "passport",
        "passportnumber", "nid", "numripersonal", "numripersonaliidentitetit", "nrpersonal", "kartaeidentitetit",
        "idpersonal", "jmbg", "matičnibroj", "maticnibroj", "ličnakarta", "licnakarta", "brojličnekarte",
        "brojlicnekarte", "cnp", "idnp", "codnumericpersonal", "codpersonal", "seriebuletin",
        "cédula", "cedula", "cédulaciudadanía", "céduladeciudadanía", "ceduladeciudadania", "númerodecédula",
        "numerodecedula", "dni", "curp", "rfc", "documentodeidentidad", "númerodedocumento", "numerodedocumento",
        "númerodeidentidad", "numerodeidentidad", "númerodeidentificación", "numerodeidentificacion", "pasaporte",
        // REDCap
        "recordid", "redcapsurveyidentifier", "redcapdataaccessgroup",
    ]

    /// KoBo writes `_x_latitude` and `x_URL`, ODK `x-Latitude`, REDCap `form_timestamp`.
    private static let endings =
        ["latitude", "longitude", "altitude", "precision", "accuracy"].flatMap {
            ["_" + $0, "-" + $0]
        } + [" latitude", " longitude", "_timestamp", "_url"]

    /// ODK's links to repeats, and the times LimeSurvey took.
    private static let beginnings = ["set-of-", "question time:", "group time:"]
}
