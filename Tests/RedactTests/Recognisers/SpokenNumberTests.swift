import Testing

@testable import WeirRedact

/// Telephone numbers read out, in five languages.
@Suite struct SpokenNumberTests {
    @Test(
        arguments: [
            "call ‹zero six nine one two three four five six›",
            "call ‹oh six nine double two three four five six›",
            "my number is ‹zero six seven, two one two, three four five six›",
            "my phone: ‹zero-six-nine, one-two-three, four-five-six›",
            "call ‹six nine triple five one two›",
            "call ‹nueve ocho siete seis cinco cuatro tres dos uno›",
            "telefon ‹zero gjashtë nëntë dy tre katër pesë›",
            "telefon ‹nula šest jedan dva tri četiri pet šest›",
            "telefon ‹zero șase nouă unu doi trei patru cinci›",
            "call ‹069 one two three four five six›",
            "call ‹zero six nine 123 456›",
            "‹five five five one two three four› is his",
            "‹sixty-nine twenty-one forty-five sixty-seven› is my phone",
            "my phone is ‹sixty nine, twenty one, thirty four, fifty six›",
            "call ‹seventy-nine, one hundred twenty-three, four hundred fifty-six›",
            "call ‹zero six nine one two three four five six, zero six eight one two three four five six›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .phone)
    }

    @Test(
        arguments: [
            "one two three four",
            "one, two or three children",
            "one two three, we start",
            "two or three of five or six",
            "from one to ten",
            "three four five hours",
            "ten twenty thirty forty fifty sixty children",
            "we have one, two, three, four, five and six children",
            "call one one six one one one",
            "the helpline is one one six, one one one",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
