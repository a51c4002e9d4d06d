import TestSupport
import Testing
import WeirCore

@testable import WeirStudy

/// What a study says of who made it and what may be done with it.
@Suite struct AboutTests {
    private static func study(_ about: String) -> HandMadeStudy {
        HandMadeStudy().with("pipeline.yaml", "version: \"1\"\n", "version: \"1\"\n\(about)\n")
    }

    @Test func everythingIsRead() throws {
        let about = try Self.study(
            """
            about:
              abstract: What it is about.
              publisher: {name: House, url: "https://house.example/"}
              contributors: [{name: Ana}, {name: Partners, role: data collector, url: "https://partners.example/"}]
              licence: {name: CC BY 4.0, url: "https://creativecommons.org/licenses/by/4.0/"}
            """
        ).read().about
        #expect(about.abstract == "What it is about.")
        #expect(about.publisher == StudyAbout.Named(name: "House", url: "https://house.example/"))
        #expect(
            about.contributors == [
                StudyAbout.Contributor(name: "Ana", role: "author"),
                StudyAbout.Contributor(
                    name: "Partners", role: "data collector", url: "https://partners.example/"),
            ])
        #expect(about.licence?.name == "CC BY 4.0")
    }

    @Test func nothingHasToBeSaid() throws {
        #expect(try HandMadeStudy().read().about == StudyAbout())
        #expect(try Self.study("about: {abstract: A}").read().about.publisher == nil)
    }

    @Test(arguments: [
        "about: {publisher: House}", "about: {publisher: {url: \"https://house.example/\"}}", "about: {licenses: A}",
        "about: {contributors: Ana}", "about: {contributors: [{role: author}]}",
        "about: {licence: {name: A, url: house.example}}",
        "about: {contributors: [{name: Ana, url: ana.example}]}",
    ])
    func mistakesAreFound(_ about: String) {
        #expect(Self.study(about).mistakes().count == 1, "\(about)")
    }
}
