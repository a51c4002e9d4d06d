import Testing

@testable import WeirRedact

/// Addresses of computers.
@Suite struct IPAddressTests {
    @Test(
        arguments: [
            "the server is ‹203.0.113.7›",
            "blocked ‹198.51.100.23› last week",
            "‹192.0.2.1›, he logged in from there",
            "from ‹2001:db8:0:0:0:0:0:1›",
            "from ‹2001:db8::1› at night",
            "address ‹10.0.0.12› in the office",
            "IP: ‹172.16.254.1›",
            "(‹203.0.113.255›)",
            "seen from ‹203.0.113.9› and ‹203.0.113.10›",
            "‹2001:0db8:85a3:0000:0000:8a2e:0370:7334›",
            "the camera has ‹192.168.1.64›",
            "log says ‹198.51.100.200›.",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .ip)
    }

    @Test(
        arguments: [
            "at 10:30 we start",
            "from 8:00 to 16:00",
            "version 1.2.3",
            "ratio of 1:2:3",
            "section 3.1.2 of the manual",
            "question 4.2.1 is unclear",
            "10.5 hours",
            "3.5 of 10",
            "score 7:2",
            "1.500.000 pesos",
            "2.300 children a year",
            "at 14:30:00 each day",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
