import WeirCore

/// Whether columns stand in the questionnaire's order. Nothing depends on it, but somebody may have sorted or pasted.
enum ColumnOrder {
    /// The columns outside the longest run of questions in their order.
    static func moved(in binder: Binder, _ crosswalk: Crosswalk) -> [Int] {
        var questions: [Int: Int] = [:]
        for column in crosswalk.columns where asks(column.operation) {
            if let place = binder.find(column.source) {
                questions[place] = min(column.variable, questions[place] ?? .max)
            }
        }
        let places = questions.keys.sorted()
        let kept = longestRun(places.map { questions[$0] ?? 0 })
        return places.indices.filter { !kept.contains($0) }.map { places[$0] }
    }

    private static func asks(_ operation: CrosswalkOperation) -> Bool {
        ![.id, .collector, .submitted, .flag].contains(operation)
    }

    /// The places of a longest run that never falls.
    private static func longestRun(_ numbers: [Int]) -> Set<Int> {
        var ends: [Int] = []
        var before = [Int?](repeating: nil, count: numbers.count)
        for place in numbers.indices {
            let length = ends.firstIndex { numbers[$0] > numbers[place] } ?? ends.count
            before[place] = length > 0 ? ends[length - 1] : nil
            if length == ends.count { ends.append(place) } else { ends[length] = place }
        }
        var run: Set<Int> = []
        var next = ends.last
        while let place = next {
            run.insert(place)
            next = before[place]
        }
        return run
    }
}
