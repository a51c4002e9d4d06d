import WeirCore

extension AnswerTable {
    /// The codes of several answers in one cell; nil for each that is not known. An option whose own wording holds the
    /// separator is taken as a whole: `Advice, information and support`.
    func codes(of text: UnsafeRawBufferPointer, between separator: [UInt8]) -> [UInt16?] {
        let parts = Self.parts(of: text, separator)
        var codes: [UInt16?] = []
        var at = 0
        while at < parts.count {
            let most = min(parts.count - at, mostParts)
            let found = stride(from: most, to: 0, by: -1).lazy.compactMap { count -> (UInt16, Int)? in
                let whole = parts[at].lowerBound..<parts[at + count - 1].upperBound
                return self.code(of: UnsafeRawBufferPointer(rebasing: text[whole])).map { ($0, count) }
            }.first
            codes.append(found?.0)
            at += found?.1 ?? 1
        }
        return codes
    }

    /// What stands between separators, without blanks around it.
    private static func parts(of text: UnsafeRawBufferPointer, _ separator: [UInt8]) -> [Range<Int>] {
        var parts: [Range<Int>] = []
        var start = 0
        for at in 0...text.count {
            let isEnd = at == text.count || text[at...].starts(with: separator)
            guard isEnd, at >= start else { continue }
            var (first, last) = (start, at)
            while first < last, text[first] == 32 { first += 1 }
            while last > first, text[last - 1] == 32 { last -= 1 }
            if last > first { parts.append(first..<last) }
            start = at + separator.count
        }
        return parts
    }
}
