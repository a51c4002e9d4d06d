import Testing

@testable import WeirRedact

/// Names of accounts.
@Suite struct SocialHandleTests {
    @Test(
        arguments: [
            "find her as ‹@psic.maria.gomez›",
            "find her as ‹@drita_h›",
            "on TikTok ‹@tsocial.tarma›",
            "Instagram: ‹@centro_luz92›",
            "his account ‹besnik_hoxha92› is public",
            "‹@ana› answers at night",
            "ask ‹@Emina.Hadžić› there",
            "(‹@mx_trabajo›)",
            "telegram ‹@vio_rusu›, only evenings",
            "‹@LUZ_DARY› posts the dates",
            "my user is ‹jose_luis_q›",
            #""‹@profe.rosa›" on Facebook"#,
            "ask ‹@drita_h› or call",
            "write to ‹@drita_h› or to the office",
            "find her ‹@ drita› or call",
            "‹@ana› or ‹@vera›",
            "my ‹D_r_i_t_a› came",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .handle)
    }

    @Test(
        arguments: [
            "Facebook and Instagram are enough",
            "the TikTok of UNICEF",
            "we use WhatsApp groups",
            "on Telegram we have a channel",
            "account of the ministry",
            "the handle of the door is broken",
            "user training is missing",
            "we follow the page of Save the Children",
            "two accounts for the whole office",
            "social networks do not help",
            "either @ or #",
            "@ or at",
            "we write @ or call",
            "three @ 5 each",
            "we meet @ the office",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
