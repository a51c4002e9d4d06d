import Testing

@testable import WeirRedact

/// Cells that are nothing but a person's name, as in a column that nobody declared.
@Suite struct WholeNameTests {
    private let scrubber = Scrubber()

    private func isName(_ text: String) -> Bool {
        Array(text.utf8).withUnsafeBufferPointer { scrubber.isName($0) }
    }

    @Test(arguments: [
        "Juan Pérez", "María Gómez", "ana lopez", "PÉREZ, JUAN", "Besa Hoxha", "Arben Krasniqi", "Amra Hadžić",
        "Ion Popescu", "Juan Carlos de la Cruz", "Dr. Besa Hoxha", "Besa", "Mirela",
    ])
    func `a name is known`(_ text: String) { #expect(isName(text)) }

    @Test(arguments: [
        "rojo", "azul", "Tirana", "San Juan", "Sarajevo", "muy bueno", "sí", "Po", "School", "Police station",
        "visto por Juan Pérez", "17", "", "Juan 17", "Hope", "May", "social worker", "Santa Cruz", "Da", "Nu", "Otro",
        "Ministria e Shëndetësisë", "Policía Nacional", "trabajadora social", "psicólogo",
    ])
    func `what is none is not`(_ text: String) { #expect(!isName(text)) }
}
