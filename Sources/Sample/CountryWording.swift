import WeirCore

/// What a country's crosswalk can write: which categories it words, and which variables share its columns.
struct CountryWording {
    let columns: [CrosswalkColumn]
    let codebook: Codebook
    let country: CountryCode

    /// The places of the categories that some source column words.
    func categories(of variable: Int) -> UInt64 {
        let all = codebook.variables[variable].categories
        let worded = Set(columns.filter { $0.variable == variable }.flatMap { $0.answers.map(\.code) })
        return all.indices.reduce(into: 0) { mask, place in
            let category = all[place]
            let offered = category.countries.isEmpty || category.countries.contains(country)
            if offered, worded.contains(category.code) { mask |= 1 << UInt64(place) }
        }
    }

    /// The earlier variable that reads the same source columns, with what fits each of its categories.
    func link(of variable: Int) -> Question.Link? {
        guard isSingle(variable) else { return nil }
        let own = columns.filter { $0.variable == variable }
        let shared = columns.filter { other in
            other.variable < variable && isSingle(other.variable) && own.contains { $0.source == other.source }
        }
        guard let earlier = shared.map(\.variable).min() else { return nil }
        var compatible = [UInt64](repeating: 0, count: codebook.variables[earlier].categories.count)
        for first in shared where first.variable == earlier {
            for second in own where second.source == first.source {
                fit(first, second, into: &compatible)
            }
        }
        return Question.Link(earlier: earlier, compatible: compatible)
    }

    private func fit(_ first: CrosswalkColumn, _ second: CrosswalkColumn, into compatible: inout [UInt64]) {
        for answer in first.answers {
            for other in second.answers where other.text == answer.text {
                guard let from = place(answer.code, in: first.variable), let to = place(other.code, in: second.variable)
                else { continue }
                compatible[from] |= 1 << UInt64(to)
            }
        }
    }

    /// The closed questions that are answered by filling in this text's column.
    func speltOut(by text: Int) -> Question.SpeltOut? {
        let sources = Set(columns.filter { $0.variable == text && $0.operation == .original }.map(\.source))
        let choices = columns.filter { $0.operation == .other && sources.contains($0.source) }.compactMap { column in
            column.answers.first.flatMap { place($0.code, in: column.variable) }.map {
                (variable: column.variable, mask: Int64(1) << Int64($0))
            }
        }
        return choices.isEmpty ? nil : Question.SpeltOut(choices: choices)
    }

    private func isSingle(_ variable: Int) -> Bool {
        let type = codebook.variables[variable].type
        return type.isCoded && type != .multi
    }

    private func place(_ code: UInt16, in variable: Int) -> Int? {
        codebook.variables[variable].categories.firstIndex { $0.code == code }
    }
}
