import Testing

@testable import WeirRedact

/// Telephone numbers; public helplines stay.
@Suite struct PhoneNumberTests {
    @Test(
        arguments: [
            "call ‹067 212 3456›",
            "call ‹+355 67 212 3456›",
            "tel ‹04 234 5678›",
            "call ‹061/123-456›",
            "mobitel ‹061 123 456›",
            "‹+387 61 123 456› is his",
            "call ‹069 123 456›",
            "telefon ‹022 12-34-56›",
            "‹00373 69 123 456› in the evening",
            "cel ‹300 123 4567›",
            "‹(601) 234 5678› at the office",
            "WhatsApp ‹3001234567›",
            "‹55 1234 5678› is the office",
            "‹+52 1 55 1234 5678›",
            "‹987 654 321› evenings",
            "‹(01) 123-4567› day and night",
            "called ‹069 12 34 567› twice",
            "tel. ‹234 567›",
            "número ‹234-5678›",
            "call ‹⁰⁶⁹ ¹²³ ⁴⁵⁶›",
            "call ‹⓪⑥⑨①②③④⑤⑥›",
            "call ‹０６９ １２３ ４５６›",
            "call ‹٠٦٩ ١٢٣ ٤٥٦›",
            "call ‹०६९ १२३ ४५६›",
            "call ‹₀₆₉₁₂₃₄₅₆›",
            "call ‹𝟎𝟔𝟗𝟏𝟐𝟑𝟒𝟓𝟔›",
            "call ‹❶❷❸❹❺❻❼❽❾›",
            "call ‹069①②③④⑤⑥›",
            "call ‹0️⃣6️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .phone)
    }

    @Test(
        arguments: [
            "Open 09.00-17.00",
            "Opening hours 08.00-16.00.",
            "call 116 111",
            "ALO 116-111 is good",
            "116 000 is known",
            "Plavi telefon 080 05 03 05",
            "SOS 1265",
            "01 8000 918080",
            "Línea 100 helps",
            "call 141",
            "dial 911",
            "800 911 2000",
            "55 5259 8121",
            "0800-2-2210",
            "2019 2020",
            "from 8 to 16",
            "12 000 children",
            "1 500 000 pesos",
            "100 110 120 cases",
            "116 123 at night",
            "0 8008 8008",
            "10 m² of room",
            "x² and m³",
            "② more cars",
            "World War Ⅱ",
            "call ¹¹⁶ ¹¹¹",
            "the law number 18/2017 obliges them",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
