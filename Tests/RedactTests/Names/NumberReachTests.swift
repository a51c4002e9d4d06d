import Testing

@testable import WeirRedact

/// Of a number that was found no part stays.
@Suite struct NumberReachTests {
    @Test(arguments: ["Protocol no. ‹2207/1› was lost between offices", "the file ‹08/1-1427› came"])
    func isWhole(_ text: String) { expectMasked(text, as: nil) }

    @Test(arguments: ["from 12-17 years", "law 18/2017", "we are open 24/7", "in 2019/2020"])
    func stays(_ text: String) { expectUntouched(text) }
}
