extension [UInt8] {
    /// A whole number in so many bytes, the smallest first.
    mutating func put(_ number: Int, _ count: Int) {
        for place in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
    }

    /// A number in eight bytes.
    mutating func put(_ number: Double) { put(Int(bitPattern: UInt(number.bitPattern)), 8) }

    /// A text filled up with blanks, or with another sign.
    mutating func put(_ text: [UInt8], _ count: Int, filling: UInt8 = Byte.space) {
        self += text
        append(contentsOf: repeatElement(filling, count: Swift.max(0, count - text.count)))
    }
}

extension String {
    /// The longest beginning of at most so many bytes that ends on a whole character.
    func prefix(bytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var (end, count) = (startIndex, 0)
        for index in indices {
            count += self[index].utf8.count
            if count > limit { break }
            end = self.index(after: index)
        }
        return String(self[..<end])
    }
}
