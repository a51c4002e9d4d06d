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

    /// Words are found 64 bytes at a time: where they stand must not matter.
    @Test(arguments: [
        ("No hay recursos para los niños y también nos falta tiempo", true),
        ("DHE NUK duhet SHUME por edhe kjo", true),
        ("There is not enough staff and the families have to wait for us", false),
        ("Para la familia", false),
    ])
    func wordsAreFoundAnywhere(_ text: String, _ isOther: Bool) {
        for count in 0..<130 {
            let signs = String(repeating: ".", count: count)
            #expect(Self.isRead(signs + text) == isOther)
            #expect(Self.isRead(text + signs) == isOther)
            #expect(Self.isRead(signs + text + signs) == isOther)
        }
    }

    /// A longer word is no small one, even where it begins as one.
    @Test func longWordsAreNoSmallOnes() {
        #expect(!Self.isRead("tambiénes porquería cuandoquiera sobretodo"))
    }

    private static func isRead(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBytes { OtherLanguage.isRead(in: $0) }
    }
}
