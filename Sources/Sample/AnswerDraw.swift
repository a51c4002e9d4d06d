import WeirCore
import WeirStudy

/// Draws answers to closed and number questions at random.
struct AnswerDraw {
    let questionnaire: Questionnaire
    let bands: [Int: [ClosedRange<Int64>]]

    /// How many in a hundred pick an option of a multi-select without a limit.
    private static let optionShare = 30
    /// How many numbers in a hundred have a decimal, where the decimal mark is a comma.
    private static let decimalShare = 20

    /// The categories that a person in this row may choose.
    func allowed(_ variable: Int, _ row: Int, in population: Population) -> UInt64 {
        let local = questionnaire.questions[variable].countries[population[row].country]
        guard let link = local.link else { return local.categories }
        let earlier = population[row, link.earlier]
        return earlier > 0 ? local.categories & link.compatible[earlier.trailingZeroBitCount] : local.categories
    }

    /// A random answer as a mask: categories, or the band of a number.
    func state(_ variable: Int, among allowed: UInt64, using generator: inout SeededGenerator) -> UInt64 {
        switch questionnaire.questions[variable].kind {
        case .single: allowed == 0 ? 0 : 1 << UInt64(generator.bit(of: allowed))
        case .multi(let limit?): picks(limit, among: allowed, using: &generator)
        case .multi: options(among: allowed, using: &generator)
        case .number(let range): band(variable, range, using: &generator)
        case .text, .identity: 0
        }
    }

    private func picks(_ limit: Int, among allowed: UInt64, using generator: inout SeededGenerator) -> UInt64 {
        var picked: UInt64 = 0
        for _ in 0..<min(limit, allowed.nonzeroBitCount) {
            picked |= 1 << UInt64(generator.bit(of: allowed & ~picked))
        }
        return picked
    }

    private func options(among allowed: UInt64, using generator: inout SeededGenerator) -> UInt64 {
        var picked: UInt64 = 0
        var rest = allowed
        while rest != 0 {
            if generator.chance(Self.optionShare) { picked |= rest & (~rest + 1) }
            rest &= rest - 1
        }
        return picked == 0 ? picks(1, among: allowed, using: &generator) : picked
    }

    /// Every number is equally likely, so a wide band is likelier than a narrow one.
    private func band(
        _ variable: Int, _ range: ClosedRange<Int64>, using generator: inout SeededGenerator
    ) -> UInt64 {
        let number = whole(in: range, using: &generator)
        let place = bands[variable]?.firstIndex { $0.contains(number) } ?? 0
        return 1 << UInt64(place)
    }

    private func whole(in range: ClosedRange<Int64>, using generator: inout SeededGenerator) -> Int64 {
        range.lowerBound + 10 * Int64(generator.below(Int((range.upperBound - range.lowerBound) / 10) + 1))
    }

    /// The answer as it is kept: the mask itself, or a number within the band.
    func answer(
        _ variable: Int, _ state: UInt64, in country: Int, using generator: inout SeededGenerator
    ) -> Int64 {
        if state == 0 || state == Questionnaire.noAnswer { return Questionnaire.blank }
        guard case .number = questionnaire.questions[variable].kind, let bands = bands[variable] else {
            return Int64(state)
        }
        let band = bands[state.trailingZeroBitCount]
        let number = whole(in: band, using: &generator)
        let comma = questionnaire.study.countries[country].decimalMark == UInt8(ascii: ",")
        let decimal = comma && number < band.upperBound && generator.chance(Self.decimalShare)
        return number + (decimal ? 5 : 0)
    }
}
