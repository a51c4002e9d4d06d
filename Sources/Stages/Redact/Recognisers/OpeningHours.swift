/// From one time of the day to another: `09.00-17.00`, `22:00 - 06:00`.
enum OpeningHours {
    /// Whether four numbers are such: hours up to 24, and quarters of an hour; over midnight only with
    /// colons.
    static func are(_ words: Stretch<Word>, in answer: Answer) -> Bool {
        guard words.count == 4, words.allSatisfy({ $0.shape == .number && $0.count <= 2 }) else { return false }
        let numbers = words.map { answer.digits(in: $0.range).reduce(0) { $0 * 10 + Int($1) } }
        let gaps = words.dropFirst().map(\.gap)
        guard gaps[0] == .colon || numbers[0] < numbers[2] else { return false }
        return gaps[0] == gaps[2] && [.period, .colon].contains(gaps[0]) && gaps[1].contains(.hyphen)
            && [0, 2].allSatisfy { numbers[$0] <= 24 && numbers[$0 + 1] % 15 == 0 && numbers[$0 + 1] < 60 }
    }
}
