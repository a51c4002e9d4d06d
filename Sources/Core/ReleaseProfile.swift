/// What a release of one kind may tell: which characteristics somebody may know beforehand, how many people have to
/// share them, what may be made coarser.
public struct ReleaseProfile: Equatable, Sendable {
    /// A key and how it is treated.
    public struct Key: Equatable, Sendable {
        /// The variable, by its place in the codebook.
        public var variable: Int
        /// What suppressing one of its cells costs; nil when it is never suppressed.
        public var importance: Int?
        /// The coarsest level it may be recoded to.
        public var coarsest: Int
        /// The level it is recoded to in any case.
        public var finest: Int

        /// A key.
        public init(variable: Int, importance: Int?, finest: Int = 0, coarsest: Int = 0) {
            self.variable = variable
            self.importance = importance
            self.finest = finest
            self.coarsest = coarsest
        }
    }

    /// The name, such as `research`.
    public var name: String
    /// Who might recognise whom, in a sentence.
    public var scenario: String
    /// How many people have to share each combination of keys.
    public var k: Int
    /// The keys.
    public var keys: [Key]
    /// Variables whose values are sensitive, by their places in the codebook.
    public var sensitive: [Int]
    /// Variables that are not in the release.
    public var withheld: Set<Int>
    /// What respondents have to have agreed to.
    public var scope: [String]
    /// The variable that says which office a row is from; nil when no office is known.
    public var office: Int?
    /// The finer profile from whose protected table this one is made.
    public var finer: String?
    /// The most that the largest distance of a sensitive distribution may be; nil when it is only measured.
    public var closeness: Double?
    /// How many different sensitive values each class has to have; nil when it is only measured.
    public var diversity: Int?
    /// The formats in which the rows are delivered.
    public var formats: [DataFormat] = [.csv]

    /// A profile.
    public init(
        name: String, scenario: String, k: Int, keys: [Key], sensitive: [Int] = [], withheld: Set<Int> = [],
        scope: [String] = ["sharing"], finer: String? = nil, office: Int? = nil, closeness: Double? = nil,
        diversity: Int? = nil
    ) {
        self.name = name
        self.scenario = scenario
        self.k = k
        self.keys = keys
        self.sensitive = sensitive
        self.withheld = withheld
        self.scope = scope
        self.finer = finer
        self.office = office
        self.closeness = closeness
        self.diversity = diversity
    }
}

/// A count that is in print: how many of a group gave an answer.
public struct PublishedMargin: Equatable, Sendable {
    /// A variable that has one of some values.
    public struct Condition: Equatable, Sendable {
        /// The variable, by its place in the codebook.
        public var variable: Int
        /// The category of a multi-select, by its place; nil for other variables.
        public var option: Int?
        /// The codes that count.
        public var codes: Set<UInt16>
        /// The numbers that count, for a slider.
        public var range: ClosedRange<Double>?

        /// A condition.
        public init(variable: Int, option: Int? = nil, codes: Set<UInt16> = [], range: ClosedRange<Double>? = nil) {
            self.variable = variable
            self.option = option
            self.codes = codes
            self.range = range
        }
    }

    /// The name of the figure.
    public var id: String
    /// The group; empty for everybody.
    public var group: [Condition]
    /// The answer; without codes and range where a report prints the count, and it is not known of which answer.
    public var answer: Condition
    /// How many gave it, at least where print says only about how many.
    public var count: Int
    /// How many gave it at most, where print says only about how many.
    public var most: Int?
    /// Of how many, as printed; nil when that is not printed.
    public var base: Int?

    /// A printed count.
    public init(id: String, group: [Condition], answer: Condition, count: Int, most: Int? = nil, base: Int?) {
        self.id = id
        self.group = group
        self.answer = answer
        self.count = count
        self.most = most
        self.base = base
    }
}

extension PublishedMargin {
    /// Whether it is known which answer was counted.
    public var isAnswerKnown: Bool { !answer.codes.isEmpty || answer.range != nil }
    /// Whether fewer than k gave the answer, and somebody did.
    public func isAboutFew(_ k: Int) -> Bool { count > 0 && (most ?? count) < k }
    /// Whether fewer than k of those counted did not give it, and somebody did not.
    public func leavesFew(_ k: Int) -> Bool { base.map { $0 - count < k && $0 > most ?? count } ?? false }
}

/// A printed test of whether an answer differs between groups.
public struct PublishedTest: Equatable, Sendable {
    /// Which test.
    public enum Kind: String, CaseIterable, Sendable {
        case chiSquare = "chi-square"
        case anova
    }

    /// The name of the figure.
    public var id: String
    /// Which test it is.
    public var kind: Kind
    /// The answer that is compared, and the variable whose categories are the groups.
    public var answer: PublishedMargin.Condition
    /// The variable whose categories are the groups.
    public var by: Int
    /// Whether the report takes the difference for real (p below 0.05).
    public var isSignificant: Bool

    /// A printed test.
    public init(id: String, kind: Kind, answer: PublishedMargin.Condition, by: Int, isSignificant: Bool) {
        self.id = id
        self.kind = kind
        self.answer = answer
        self.by = by
        self.isSignificant = isSignificant
    }
}

/// What a study says about releases.
public struct ReleaseRules: Sendable {
    /// How categories become coarser, by variable.
    public var hierarchies: [Int: Hierarchy]
    /// The profiles, in their order.
    public var profiles: [ReleaseProfile]
    /// What the made-up respondents of the samples are taken to have agreed to besides: for practice only.
    public var demonstrationScope: [String] = []
    /// What the reports print.
    public var margins: [PublishedMargin]
    /// The tests that the reports print.
    public var tests: [PublishedTest]
    /// The files these were read from.
    public var files: [(name: String, bytes: [UInt8])]

    /// Rules for releases.
    public init(
        hierarchies: [Int: Hierarchy] = [:], profiles: [ReleaseProfile] = [], margins: [PublishedMargin] = [],
        tests: [PublishedTest] = [], files: [(name: String, bytes: [UInt8])] = []
    ) {
        self.hierarchies = hierarchies
        self.profiles = profiles
        self.margins = margins
        self.tests = tests
        self.files = files
    }

    /// The profile of a name.
    public func profile(named name: String) -> ReleaseProfile? { profiles.first { $0.name == name } }
}
