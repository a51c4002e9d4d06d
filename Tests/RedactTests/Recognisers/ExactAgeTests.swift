import Testing

@testable import WeirRedact

/// Exact ages of a person; not ranges, durations and scores.
@Suite struct ExactAgeTests {
    @Test(
        arguments: [
            "a ‹102› year old woman came",
            "she is ‹104› years old",
            "‹59› years of age",
            "In 2023 a ‹nine› years old boy came",
            "a ‹14›-year-old comes",
            "niño de ‹7› with three files",
            "she is ‹14› years old",
            "aged ‹fourteen›",
            "I am ‹41›",
            "I am ‹forty-one› years old",
            "at the age of ‹9›",
            "my colleague, ‹63›, still works",
            "turned ‹18› last week",
            "a girl of ‹12› years",
            "he is ‹seventeen› now",
            "boy (‹7›)",
            "the girl ‹sixteen› had to come",
            "his sister ‹7› waited outside",
            "‹34 y/o› mother",
            "a ‹34 y.o.› mother",
            "just turned ‹9›",
            "tiene ‹12› años",
            "una niña de ‹12› años",
            "she is ‹fourteen and a half› years",
            "‹fourteen and a half› years old",
            "‹14½› years old",
            "a ‹16yo› girl",
            "‹14yrs› old",
            "a ‹12y› girl",
            "a boy (‹12y›)",
            "a ‹15 y.o.› came",
            "we had two, a ‹14›-year-old and another",
            "The law says a ramp. ‹Fourteen› years old and carried",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "aged 12 to 17",
            "under 14s",
            "6-9 years old",
            "children under 18",
            "over 65",
            "for 12 years",
            "12 years of experience",
            "14 months",
            "15 hours",
            "ages 6 to 11",
            "between 12 and 15 years old",
            "18+ only",
            "10 years ago",
            "a 10-year plan",
            "I am 1 of 3",
            "Covid-19",
            "covid 19",
            "between 18 and 25 years",
            "between 18 and 25 years old",
            "18-25 years",
            "18-25 years old",
            "18 – 25 years old",
            "18 to 25 years old",
            "from 12 to 17 years old",
            "aged 12-17",
            "12–17 year olds",
            "12-17-year-olds",
            "from twelve to seventeen years old",
            "between twelve and fifteen years of age",
            "entre 12 y 17 años",
            "de 12 a 17 años",
            "12-17 años",
            "hace 12 años",
            "5yrs experience",
            "10yrs ago",
            "5y plan",
            "3½ hours",
            "one car, 19 years old, and two persons",
            "my 16 year old Golf is the official car",
            "member of 6 commissions",
            "she is one for 76 places",
            "the legal age is 18 here",
            "grandmother of one of our teachers",
            "my sister 7 boxes",
            "turn 24 x 48",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
