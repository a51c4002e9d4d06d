/// Counts by a variable's place in the codebook.
public struct VariableCounts: Summary, Equatable {
    private var counts: [Int] = []

    public init() {}

    /// The count of a variable.
    public subscript(_ variable: Int) -> Int {
        get { variable < counts.count ? counts[variable] : 0 }
        set {
            if variable >= counts.count { counts += repeatElement(0, count: variable + 1 - counts.count) }
            counts[variable] = newValue
        }
    }

    /// All counts together.
    public var total: Int { counts.reduce(0, +) }

    public mutating func merge(_ later: Self) {
        for (variable, count) in later.counts.enumerated() where count > 0 { self[variable] += count }
    }
}

/// How the interviews of an upload went, in counts: nobody's answers are in it.
public struct FieldQuality: Summary, Equatable {
    /// Interviews that were eligible.
    public var eligible = 0
    /// Break-offs, by the variable they ended at.
    public var breakOffs = VariableCounts()
    /// Complete interviews by their length, in steps.
    public var lengths: [UInt32: Int] = [:]
    /// The seconds of a step.
    public static let step: UInt32 = 10
    /// How often a required question was asked and passed, by variable.
    public var asked = VariableCounts()
    /// Where it stayed blank.
    public var blank: [Int: Tally] = [:]
    /// Complete interviews that filled a matrix.
    public var scaled = 0
    /// Those that took the same point everywhere.
    public var straight = 0
    /// How often a question with "other" was answered, by variable.
    public var choices = VariableCounts()
    /// How often with "other".
    public var others = VariableCounts()

    public init() {}

    public mutating func merge(_ later: Self) {
        eligible += later.eligible
        scaled += later.scaled
        straight += later.straight
        breakOffs.merge(later.breakOffs)
        lengths.merge(later.lengths, uniquingKeysWith: +)
        asked.merge(later.asked)
        choices.merge(later.choices)
        others.merge(later.others)
        blank.merge(later.blank) { earlier, later in
            var sum = earlier
            sum.merge(later)
            return sum
        }
    }

    /// A share with its base.
    public struct Share: Equatable, Sendable {
        /// How many.
        public var count: Int
        /// Of how many.
        public var base: Int
        /// Counts below this are not told: they may be about somebody.
        public static let smallest = 5

        /// A share.
        public init(_ count: Int, of base: Int) {
            self.count = count
            self.base = base
        }

        /// Whether what is left of the base is somebody, and few.
        public var leavesFew: Bool { (1..<Self.smallest).contains(base - count) }

        /// A count that does not tell how few are left: a lower one where they are.
        var told: Int { leavesFew ? max(base - Self.smallest, 0) : count }

        func isAtLeast(_ percent: Int, ofAtLeast fewest: Int = 20) -> Bool {
            count >= Self.smallest && base >= fewest && count * 100 >= percent * base
        }
    }

    /// Complete interviews that took less than a third of the median length; nil when lengths are not known.
    public var speeders: Share? {
        let all = lengths.values.reduce(0, +)
        guard all > 0 else { return nil }
        var passed = 0
        let median = lengths.keys.sorted().first { length in
            passed += lengths[length] ?? 0
            return 2 * passed >= all
        }
        return Share(lengths.reduce(0) { $0 + ($1.key * 3 < median ?? 0 ? $1.value : 0) }, of: all)
    }

    /// Complete interviews with the same point of every scale.
    public var straightLines: Share { Share(straight, of: scaled) }
    /// Required questions that were passed over.
    public var blanks: Share { Share(blank.values.reduce(0) { $0 + $1.count }, of: asked.total) }
    /// Choices of "other".
    public var otherChoices: Share { Share(others.total, of: choices.total) }
    /// Interviews that broke off.
    public var brokenOff: Share { Share(breakOffs.total, of: eligible) }

    /// What stands out, in a fixed order.
    public func diagnostics(in file: String, codebook: Codebook) -> [Diagnostic] {
        func finding(_ code: DiagnosticCode, _ share: Share, _ label: String) -> Diagnostic {
            Diagnostic(code, at: Place(file: file), label: label, count: share.told)
        }
        var found: [Diagnostic] = []
        if let speeders, speeders.isAtLeast(10) { found.append(finding(.speeders, speeders, "")) }
        if straightLines.isAtLeast(25) {
            found.append(finding(.straightLining, straightLines, ""))
        }
        for index in codebook.variables.indices {
            let name = codebook.variables[index].name
            found += blankFinding(index, codebook, file)
            let other = Share(others[index], of: choices[index])
            if other.isAtLeast(60) { found.append(finding(.otherShare, other, name)) }
            let ended = Share(breakOffs[index], of: eligible)
            if ended.isAtLeast(25) { found.append(finding(.breakOffs, ended, name)) }
        }
        return found
    }

    /// Many blanks are the question's, a few are the interviews'; behind a condition they may be the form's.
    private func blankFinding(_ index: Int, _ codebook: Codebook, _ file: String) -> [Diagnostic] {
        guard let tally = blank[index] else { return [] }
        let variable = codebook.variables[index]
        let share = Share(tally.count, of: asked[index])
        if variable.universe == .everyone, share.isAtLeast(25) {
            return [Diagnostic(.nonResponse, at: Place(file: file), label: variable.name, count: share.told)]
        }
        let code: DiagnosticCode = variable.universe == .everyone ? .requiredBlank : .followUpBlank
        return [
            Diagnostic(
                code, at: Place(file: file, row: tally.firstRows.first), label: variable.name, count: tally.count,
                firstRows: tally.firstRows)
        ]
    }
}
