import Testing

@testable import WeirRedact

/// Places on the map.
@Suite struct GeographicCoordinatesTests {
    @Test(
        arguments: [
            "the shelter is at ‹41.3275, 19.8187›",
            "‹39.95°V, 20.21°L› the camp of pickers",
            "at ‹-12.0464, -77.0428› near the river",
            "at ‹4.711 N, 74.072 W› they wait",
            #"at ‹43°51'23"N 18°24'47"E›"#,
            #"at ‹47°01'22"N, 28°49'55"E› on foot"#,
            "GPS ‹41.32754 19.81870›",
            "coordinates ‹19.4326,-99.1332›",
            #"‹37°36'37.8"N›"#,
            "‹lat 44.7722, lon 17.1910›",
            "(‹43.8563, 18.4131›)",
            "point ‹-13.5319, -71.9675› is the house",
            "‹41,3275; 19,8187›",
            "GPS ‹41,327, 19,818›",
        ])
    func isMasked(_ text: String) {
        expectMasked(text, as: .coordinates)
    }

    @Test(
        arguments: [
            "3.5, 4.5 and 5.5 hours",
            "from 1.5 to 2.5 km",
            "7.5 of 10",
            "2.300 children, 1.200 families",
            "12,5 percent",
            "we are 3.5 km north",
            "4.2 workers each",
            "in 2019, 2020",
            "between 10 and 20 degrees",
            "1.250 lei a month",
            "1,000, 2,000 or 3,000 lek",
            "5,000 N of them",
            "18.50 on top of it",
        ])
    func stays(_ text: String) {
        expectUntouched(text)
    }
}
