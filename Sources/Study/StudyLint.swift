public import WeirCore

/// What a study's definition gets wrong although it can be read: options that no crosswalk reaches, answers that mean
/// two things once folded, universes that contradict, missing wording, outdated terms.
public struct StudyLint {
    private let study: Study
    private let lines: CodebookLines

    /// A look at a study.
    public init(_ study: Study) {
        self.study = study
        lines = CodebookLines(study)
    }

    /// All findings, mistakes first.
    public var findings: [Diagnostic] {
        let all = uncovered + ambiguous + universes + wording + unsorted + proposed + terms
        return all.filter { $0.severity == .refusal } + all.filter { $0.severity != .refusal }
    }

    /// Options that the country has and its crosswalk never yields.
    private var uncovered: [Diagnostic] {
        study.countries.flatMap { rules -> [Diagnostic] in
            guard let crosswalk = study.crosswalks[rules.country] else { return [] }
            let reached = Self.reached(by: crosswalk)
            return study.codebook.variables.indices.flatMap { index -> [Diagnostic] in
                let variable = study.codebook.variables[index]
                let isSet = index == study.countryVariable
                guard variable.isDelivered, variable.isAsked(in: rules.country), !isSet else { return [] }
                return missing(of: variable, reached: reached[index], in: rules.country)
            }
        }
    }

    /// For each variable, the codes that a crosswalk yields; an uncoded variable has an empty set.
    private static func reached(by crosswalk: Crosswalk) -> [Int: Set<UInt16>] {
        var reached: [Int: Set<UInt16>] = [:]
        for column in crosswalk.columns { reached[column.variable, default: []].formUnion(column.answers.map(\.code)) }
        return reached
    }

    private func missing(of variable: Variable, reached: Set<UInt16>?, in country: CountryCode) -> [Diagnostic] {
        let place = place(of: variable, in: country)
        guard let reached else { return [Diagnostic(.studyUncovered, at: place, label: variable.name)] }
        return variable.categories.filter { category in
            let isHere = category.countries.isEmpty || category.countries.contains(country)
            return isHere && !reached.contains(category.code)
        }.map { Diagnostic(.studyUncovered, at: place, label: "\(variable.name): \($0.name)") }
    }

    /// The variable's first line in a crosswalk, or the line before which it belongs.
    private func place(of variable: Variable, in country: CountryCode) -> Place {
        let columns = study.crosswalks[country]?.columns ?? []
        let own = columns.filter { study.codebook.variables[$0.variable].name == variable.name }.map(\.line).min()
        let next = columns.filter { study.codebook.variables[$0.variable].name > variable.name }.map(\.line).min()
        return Place(file: "crosswalks/\(country).csv", row: own ?? next ?? columns.map(\.line).max())
    }

    /// Answers of one column that are the same wording once folded, with different codes.
    private var ambiguous: [Diagnostic] {
        study.crosswalks.values.sorted { $0.country < $1.country }.flatMap { crosswalk in
            crosswalk.columns.flatMap { column -> [Diagnostic] in
                var seen: [String: UInt16] = [:]
                return column.answers.compactMap { text, code in
                    guard let before = seen.updateValue(code, forKey: TextFolding.folded(text)), before != code else {
                        return nil
                    }
                    let place = Place(file: "crosswalks/\(crosswalk.country).csv", row: column.line)
                    return Diagnostic(.studyDuplicate, at: place, label: text)
                }
            }
        }
    }

    /// A question asked only of those to whom another, never asked of the same people, was put.
    private var universes: [Diagnostic] {
        study.codebook.variables.flatMap { variable -> [Diagnostic] in
            let gates = variable.universe.variables.compactMap(study.codebook.variable(named:))
            let never = gates.filter { gate in
                let together = study.countries.map(\.country).filter {
                    gate.isAsked(in: $0) && variable.isAsked(in: $0)
                }
                return together.isEmpty
            }
            let contradictions =
                never.map { "\(variable.name) follows from ${\($0.name)}, and no country asks both" }
                + (Self.clashes(in: variable.universe).map {
                    "\(variable.name) needs ${\($0)} to be two categories at once"
                })
            let place = lines.place(ofVariable: variable.name, column: "universe")
            return contradictions.map { Diagnostic(.studyContradiction, at: place, label: $0) }
        }
    }

    /// The variables that would have to have two categories at once.
    private static func clashes(in universe: Universe) -> [String] {
        var needed: [String: String] = [:]
        var clashes: [String] = []
        for case .compare(let variable, .equal, .category(let category)) in conditions(universe) {
            if let other = needed.updateValue(category, forKey: variable), other != category {
                clashes.append(variable)
            }
        }
        return clashes
    }

    private static func conditions(_ universe: Universe) -> [Universe] {
        if case .and(let left, let right) = universe { return conditions(left) + conditions(right) }
        return [universe]
    }

    /// Questions without wording in the language of a country that asks them.
    private var wording: [Diagnostic] {
        let languages = Set(study.countries.map(\.language)).sorted()
        return study.codebook.variables.filter(\.isDelivered).flatMap { variable -> [Diagnostic] in
            languages.filter { language in
                let isAsked = study.countries.contains { $0.language == language && variable.isAsked(in: $0.country) }
                return isAsked && variable.labels[language] == nil
            }.map { language in
                let place = lines.place(ofVariable: variable.name, wordingIn: language)
                return Diagnostic(.studyLabel, at: place, label: "\(variable.name) (\(language))")
            }
        }
    }

    private var unsorted: [Diagnostic] {
        study.files.filter { $0.name.hasPrefix("crosswalks/") }.compactMap { file in
            let lines = file.bytes.split(separator: 10).dropFirst().map(Array.init)
            guard
                let index = lines.indices.dropFirst().first(where: {
                    lines[$0].lexicographicallyPrecedes(lines[$0 - 1])
                })
            else { return nil }
            // Rows count from 1, and the header is the first.
            return Diagnostic(.studyUnsorted, at: Place(file: file.name, row: index + 2))
        }
    }

    /// Lines that a draft proposed and nobody has confirmed.
    private var proposed: [Diagnostic] {
        study.files.filter { $0.name.hasPrefix("crosswalks/") }.compactMap { file in
            let rows = ((try? StudyTable(file.bytes, name: file.name))?.rows ?? []).filter {
                $0["note"].hasPrefix("proposed")
            }
            guard let first = rows.first else { return nil }
            return Diagnostic(
                .studyProposed, at: Place(file: file.name, row: first.number), label: "\(rows.count)", count: rows.count
            )
        }
    }

    private var terms: [Diagnostic] {
        guard let file = study.files.first(where: { $0.name == "rules/terms.csv" }),
            let terms = try? TermList(file.bytes)
        else { return [] }
        return study.codebook.variables.filter(\.isDelivered).flatMap { variable in
            terms.findings(in: variable.labels, of: variable.name, preferred: variable.preferred) {
                lines.place(ofVariable: variable.name, wordingIn: $0)
            }
        }
            + Self.lists(study.codebook).flatMap { name, category in
                terms.findings(in: category.labels, of: "\(name): \(category.name)", preferred: category.preferred) {
                    lines.place(ofCategory: category.name, in: name, wordingIn: $0)
                }
            }
    }

    /// Each category once, although several variables may share its list.
    private static func lists(_ codebook: Codebook) -> [(String, Category)] {
        var seen: Set<String> = []
        return codebook.variables.filter { !$0.list.isEmpty && seen.insert($0.list).inserted }.flatMap { variable in
            variable.categories.map { (variable.list, $0) }
        }
    }
}
