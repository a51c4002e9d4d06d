import Testing

@testable import WeirRedact

/// Ages translated word by word; not years of work, of waiting, of a contract.
@Suite struct AgeInYearsTests {
    @Test(
        arguments: [
            "the girl has already ‹9 years› and waits", "he will be ‹14› in June", "He is of ‹nine years›",
            "the user of ‹9 years› wants to study", "being of ‹nine years› he cannot enroll",
            "the boy fulfilled ‹seven years› and the benefit stopped",
            "the boy completed ‹7 years› and the benefit stopped",
            "the boy has fulfilled ‹9› and the benefit stopped", "he filled ‹nine years› in June",
            "she made ‹nine years› and lost the subsidy", "when he had ‹six years› he came to the club",
            "she will have ‹9 years› in May", "she will fulfil ‹9› in May", "having ‹9 years› she cannot enroll",
            "a girl ‹9 years› waits for the therapist", "a girl, ‹nine years›, waits for the therapist",
            "the brother (‹seven years›) helps", "her ‹9 years› son waits for the therapist",
            "‹9 years› is the boy", "with ‹9 years› she cannot enroll", "age of the child: ‹9›",
            "age of client ‹nine years›",
            "the user has ‹9 years› and wants to study", "at ‹nine› she cannot enroll",
            "since ‹9 years of age› he comes", "from ‹nine years old› she comes to the club", "a ‹9 years› aged boy",
            "the second is ‹9 years›", "my neighbour, who completed ‹82 years›, helps",
            "I have fulfilled ‹fifty-four years› and I ask for training",
            "she, deaf herself, of ‹22 years›, can teach us",
            "she has ‹64 de ani› and works",
            "registered under BIH, ‹12 god›., and sent", "‹9› is his age",
            "the older is ‹9›, the younger goes to kindergarten",
            "the big one has ‹nine›, the small one goes to kindergarten", "the elder, ‹9›, helps",
            "the older ‹8›, the younger ‹5›",
            "hes ‹9› and needs a place",
            "shes ‹11› now", "the boy has ‹8› but the paper says more", "boy ‹seven› needs glasses",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .age)
    }

    @Test(
        arguments: [
            "the boy completed 7 years of school", "she completed two years in the programme",
            "the girl two years in the shelter needs a school", "the child waited, 2 years later it was signed",
            "when she had 3 years of experience she left", "the older is one of the best",
            "with 9 years of work she is the oldest",
            "the small one has 2 rooms", "the bigger one of the 3 offices is closed", "the team made 9 years of plans",
            "the project completed 3 years", "the older 3 printers are broken", "having 2 years to plan helps",
            "the elder, one of the founders, retired", "the youngest has 3 brothers", "the girl has 2 friends",
            "at once she came", "the user has 9 years of experience", "from 9 we work",
            "the second is 2 years of practice",
        ])
    func isNone(_ text: String) {
        expectUntouched(text)
    }
}
