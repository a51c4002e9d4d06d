import Testing
import WeirCore

/// Columns that identify by themselves.
@Suite struct DirectIdentifierTests {
    /// Every identifying column that a platform is known to write, as it writes it.
    @Test(arguments: [
        // SurveyMonkey, with and without blanks, and its contact question
        "Respondent ID", "RespondentID", "Collector ID", "CollectorID", "Start Date", "StartDate", "End Date",
        "EndDate", "Date Created", "Date Modified", "IP Address", "IPAddress", "Email Address", "EmailAddress",
        "First Name", "FirstName", "Last Name", "LastName", "Custom Data 1", "CustomData1", "Custom Data",
        "Custom Data 12", "Name", "Email", "Phone Number",
        // Qualtrics, also as a German account exports it
        "StartDate", "EndDate", "IPAddress", "Duration (in seconds)", "RecordedDate", "ResponseId", "ResponseID",
        "RecipientLastName", "RecipientFirstName", "RecipientEmail", "ExternalReference", "ExternalDataReference",
        "LocationLatitude", "LocationLongitude", "ResponseSet", "DistributionChannel", "Anfangsdatum", "Enddatum",
        // KoBoToolbox, and its repeats
        "_id", "_uuid", "_submission_time", "_submitted_by", "_index", "_notes", "_tags", "start", "end", "today",
        "deviceid", "phonenumber", "username", "_gps_latitude", "_gps_longitude", "_gps_altitude", "_gps_precision",
        "g1/deviceid", "group/sub/_place_latitude", "_Where are you?_latitude", "photo_URL", "_parent_index",
        "_submission__id", "_submission__uuid", "_submission__submission_time", "_submission__submitted_by",
        "_submission__notes", "_submission__tags",
        // ODK, Central and Briefcase
        "SubmissionDate", "KEY", "PARENT_KEY", "SET-OF-children", "meta-instanceID", "meta-instanceName",
        "meta/instanceID", "g1-deviceid", "g1-sub-phonenumber", "g1-ip_address", "x-Latitude", "x-Longitude",
        "x-Altitude", "x-Accuracy", "g1-x-Latitude", "instanceID", "SubmitterName", "SubmitterID", "DeviceID",
        // LimeSurvey, as codes and as texts
        "id", "submitdate", "startdate", "datestamp", "ipaddr", "refurl", "token", "seed", "Response ID",
        "Date submitted", "Date started", "Date last action", "Seed", "Question time: Q1", "Group time: About you",
        // Google and Microsoft Forms
        "Timestamp", "Marca temporal", "Marcă de timp", "Email Address", "Username", "Id", "Start time",
        "Completion time", "Nombre", "Nume", "Ime", "Emri", "Correo electrónico", "Correo electronico",
        // REDCap
        "record_id", "redcap_survey_identifier", "redcap_data_access_group", "consent_survey_timestamp",
        "baseline_timestamp",
        // What people add, in the partners' languages
        "Name and surname", "Emri i plotë", "Emri dhe mbiemri", "Ime i prezime", "Nume și prenume", "Nombre completo",
        "Nombres y apellidos", "Phone", "Mobile phone", "Numri i telefonit", "Broj telefona", "Număr de telefon",
        "Número de teléfono", "Celular", "E-mail address", "Adresa e emailit", "E-pošta", "Poștă electronică",
        "Adresa elektronike", "IP", "Adresa IP", "Dirección IP", "IP adresa", "National ID number", "Numri personal",
        "Matični broj", "JMBG", "CNP", "Cod numeric personal", "Cédula", "Cédula de ciudadanía", "DNI", "CURP",
        "Número de documento", "Passport number",
        // However they are spelt
        "  IP ADDRESS ", "ip-address", "ip_address", "E-mail", "<b>First Name</b>", "First Name*",
        "FIRST\u{A0}NAME", "GPS latitude", "Latitude",
    ])
    func identifierIsKnownInThisSpelling(_ header: String) {
        #expect(DirectIdentifiers.contains(header))
    }

    @Test(arguments: [
        "consent", "Gender", "Country", "Q1", "V1", "g1/resp_gender", "g1-resp_gender", "Years of experience",
        "Status", "Progress", "Finished", "UserLanguage", "lastpage", "Start language", "_validation_status",
        "_status", "__version__", "", "_parent_table_name", "redcap_event_name", "redcap_repeat_instance",
        "consent_complete", "Score", "q0001_0002", "gender_other", "image__filecount", "Q5_3_TEXT", "field___1",
        "Do you know the name of a service?", "Kindly say how e-mail is used", "Which of these - Name of the school",
        "How would you rate its accuracy?", "Precision", "Self-assessed skill - start of the year", "Custom data use",
        "At the end-line interview", "custom", "Phone calls", "Address the causes",
    ])
    func questionIsNoIdentifier(_ header: String) {
        #expect(!DirectIdentifiers.contains(header))
    }

    @Test func fieldOfAContactQuestionIsOne() {
        #expect(DirectIdentifiers.contains(SourceColumn(question: "How may we reach you?", part: "Email Address")))
        #expect(DirectIdentifiers.contains(SourceColumn(question: "E-mail", part: "Response")))
        #expect(!DirectIdentifiers.contains(SourceColumn(question: "Gender", part: "Response")))
    }

    /// The last name of a multi-select's column is an option's, which may be called as it likes.
    @Test func optionMayBeCalledLikeAnIdentifier() {
        #expect(!DirectIdentifiers.contains(whole: "g1/what_was_asked_for/name"))
        #expect(DirectIdentifiers.contains("g1/what_was_asked_for/name"))
        #expect(DirectIdentifiers.contains(whole: "IP Address"))
    }
}
