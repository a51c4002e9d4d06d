import Testing
import WeirCore

/// Answers that should be English.
@Suite struct OtherLanguageTests {
    @Test(arguments: [
        "Esto está en español y no fue traducido por nadie, porque la colega no tuvo tiempo",
        "falta de recursos y de personal para los niños", "FALTA DE RECURSOS Y DE PERSONAL PARA LOS CENTROS",
        "Duhet më shumë trajnim për punonjësit dhe një psikolog në çdo shkollë, që nuk kanë tani",
        "Treba više edukacije za radnike koji su na terenu, jer nema dovoljno psihologa",
        "Avem nevoie de mai multe cursuri pentru specialiști și nu este un psiholog în raion",
    ])
    func isFound(_ text: String) { #expect(Self.isRead(text)) }

    @Test(arguments: [
        "", "OK", "More training for the staff of the Comisaría de Familia de El Carmen de Bolívar",
        "Instituto de la Mujer y de la Familia", "the mesa de paz and the comisaria de la familia do not meet",
        "We need a psychologist in every school, and the Qendra për Punë Sociale has only one",
        "Centar za socijalni rad and the ministry, the Dom za djecu bez roditelja too",
        "funding", "casa de la mujer", "No la necesitamos",
    ])
    func isNone(_ text: String) { #expect(!Self.isRead(text)) }

    private static func isRead(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { OtherLanguage.isRead(in: $0) }
    }
}
