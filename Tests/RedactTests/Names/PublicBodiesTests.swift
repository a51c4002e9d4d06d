import Testing

@testable import WeirRedact

/// Public bodies, programmes, platforms, countries, languages, feasts and left-over words: nothing is masked.
@Suite struct PublicBodiesTests {
    @Test(
        arguments: [
            "UNICEF paid for the training",
            "Save the Children gave us phones",
            "ECPAT and World Vision are active",
            "Terre des hommes left last year",
            "ICBF takes three weeks",
            "DIF answers slowly",
            "MIMP has a plan",
            "CSW decides",
            "the National Police helps",
            "the General Prosecutor decides",
            "UNHCR, IOM and OSCE",
            "we talk on WhatsApp",
            "TikTok and Facebook",
            "Zoom and Google Meet",
            "comisaría is closed",
            "bashkia does not pay",
            "centar za socijalni rad",
            "primăria helps",
            "fiscalía is far",
            "opština has no money",
            "asistență socială",
            "NEED MORE CARS AND FUEL",
            "ALL CAPITALS IS HOW I WRITE",
            "the European Union",
            "Meta answers in five days",
            "With Meta the answer arrived in English",
            "I gave it to the programme Aurora",
            "Code of Procedure Penal applies",
            "tests like ASQ and SDQ are bought once",
            "We need interpreters of Náayeri and Kakataibo",
            "the radio speaks Tzeltal and Tzotzil",
            "I learned the Likert scale and the Wechsler scales",
            "Nobody answers during the Ramazanski bajram",
            "The Mecanismo Articulador meets once a year",
            "We got the prize Buenas Prácticas en Gestión Pública",
            "They sent a Rogatory Letter and waited",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
