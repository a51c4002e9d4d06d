import Testing

@testable import WeirRedact

/// Names in answers as they were said, in the survey's languages.
@Suite struct ListedPersonsTests {
    private static func kinds(_ text: String) -> [MentionKind] {
        Array(text.utf8).withUnsafeBufferPointer { Scrubber().identifiers(inOriginal: $0).map(\.kind) }
    }

    @Test(arguments: [
        "Fola me Besa Hoxha për rastin.", "Kolegia jonë Besa e njeh rastin.", "Zonja Hoxha e mori rastin.",
        "Razgovarala sam s kolegicom Amra Hodžić o tome.", "Amra Hodžić zna za ovaj slučaj.",
        "Am vorbit cu Ion Popescu despre caz.", "Doamna Maria Popescu știe cazul.",
        "La denuncia la recibió Juan Pérez en la oficina.", "Hablé con la colega Yolanda sobre el caso.",
    ])
    func isFound(_ text: String) { #expect(Self.kinds(text) == [.person], "\(text)") }

    @Test(arguments: [
        "Nuk kemi trajnime të mjaftueshme për punonjësit.", "Policia dhe Ministria nuk bashkëpunojnë.",
        "Nemamo dovoljno obuka za radnike u centru.", "Centar za socijalni rad u Sarajevu nema sredstava.",
        "Nu avem destule cursuri. Direcția de Asistență Socială ajută.", "No hay dinero para las familias de la zona.",
        "El Instituto Colombiano de Bienestar Familiar no responde.", "Vivo cerca de San Martín y de Santa Rosa.",
        "in 2019, 2020 and 2021", "2019-2021", "15/06/2021", "1 000 000 lekë", "1.500.000 pesos", "Ligji nr. 18/2017",
        "12 raste, 3 prej tyre në vitin 2021, 40 %", "1. trajnim 2. mbikëqyrje 3. tjetër", "5-10 fëmijë, 20-30 orë",
        "La Fiscalía y la Policía trabajan juntas. Rosa es un color.", "NO HAY CAPACITACION PARA JUAN",
    ])
    func isPassed(_ text: String) { #expect(Self.kinds(text) == [], "\(text)") }

    @Test(arguments: [
        ("un curso, tel. +57 300 555 0199", MentionKind.phone), ("shkruani te ana.h@example.org", .email),
        ("vidi www.primjer.ba/osoba", .url), ("(www.example.org)", .url),
        ("JMBG 0101990500123, Tuzla", .nationalNumber),
        ("nga 198.18.222.69", .ip), ("thirrni 069-555-0101 pas orës 5", .phone),
    ])
    func shapeIsFound(_ text: String, _ kind: MentionKind) { #expect(Self.kinds(text) == [kind], "\(text)") }
}
