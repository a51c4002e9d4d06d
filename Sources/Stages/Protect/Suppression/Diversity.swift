/// What the records of a class have to differ in besides their keys: at least so many values of each sensitive variable
/// (distinct l-diversity, Machanavajjhala et al. 2007), and at least k offices.
public struct Diversity: Sendable {
    /// The value of each record, as a number among those that occur, and how many different ones each class has to have.
    private struct Column: Sendable {
        var values: [Int32]
        var least: Int
    }
    private var columns: [Column]

    /// - Parameters:
    ///   - values: for each sensitive variable, the value of each record.
    ///   - least: how many different ones each class has to have.
    public init<Value: Hashable>(values: [[Value]], least: Int) {
        columns = values.map { Column(values: Self.numbered($0), least: least) }
    }

    /// Makes classes differ in something else too.
    public mutating func add<Value: Hashable>(_ values: [Value], least: Int) {
        columns.append(Column(values: Self.numbered(values), least: least))
    }

    /// Whether there is nothing to differ in.
    public var isEmpty: Bool { columns.isEmpty }

    private static func numbered<Value: Hashable>(_ values: [Value]) -> [Int32] {
        let places = Dictionary(uniqueKeysWithValues: Set(values).enumerated().map { ($1, Int32($0)) })
        return values.map { places[$0] ?? 0 }
    }

    /// The same for some of the records, numbered anew.
    func keeping(_ records: [Int]) -> Diversity {
        var kept = self
        for place in columns.indices { kept.columns[place].values = records.map { columns[place].values[$0] } }
        return kept
    }

    /// How many values records lack, over all that they have to differ in.
    func lacking(_ records: [Int]) -> Int {
        columns.reduce(0) { $0 + max(0, $1.least - Self.distinct(records, $1.values, upTo: $1.least)) }
    }

    /// Classes are small, so that comparing with those before is fast; nothing is looked at once there are enough.
    private static func distinct(_ records: [Int], _ column: [Int32], upTo most: Int) -> Int {
        var found = 0
        for place in records.indices where found < most {
            var isNew = true
            var earlier = 0
            while isNew, earlier < place {
                isNew = column[records[earlier]] != column[records[place]]
                earlier += 1
            }
            if isNew { found += 1 }
        }
        return found
    }
}

/// Joins classes that lack sensitive values with others, until none does.
struct DiverseClasses {
    private let weigher: ClassCost
    private let diversity: Diversity
    /// How many classes on either side are looked at.
    private static let reach = 40

    init(_ weigher: ClassCost, _ diversity: Diversity) {
        self.weigher = weigher
        self.diversity = diversity
    }

    /// Each class in need goes where it then lacks least and that costs least. All together have to be diverse enough.
    func joined(_ classes: [RecordClass]) -> [RecordClass] {
        var left = classes.map { (key: $0.records + $0.chosen.map(Int32.init), found: $0) }
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.found)
        var place = 0
        while place < left.count {
            guard left.count > 1, diversity.lacking(left[place].chosen) > 0 else {
                place += 1
                continue
            }
            let other = best(for: place, left)
            left[min(place, other)] = left[min(place, other)].joined(with: left[max(place, other)])
            left.remove(at: max(place, other))
            place = min(place, other)
        }
        return left
    }

    private func best(for place: Int, _ classes: [RecordClass]) -> Int {
        let own = classes[place]
        let near = max(0, place - Self.reach)...min(classes.count - 1, place + Self.reach)
        let weighed = near.filter { $0 != place }.map { other -> (lacking: Int, cost: Int, place: Int) in
            let joint = own.joined(with: classes[other])
            let added = weigher.cost(joint.records) - weigher.cost(classes[other].records)
            return (diversity.lacking(joint.chosen), added, other)
        }
        return weighed.min { ($0.lacking, $0.cost, $0.place) < ($1.lacking, $1.cost, $1.place) }?.place ?? place
    }
}
