/// Addresses of computers: four numbers to 255, or eight groups of hexadecimal digits (RFC 4291).
enum IPAddress: Recogniser {
    static let patterns = [
        #"\d{1,3}(\.\d{1,3}){3}"#,
        #"[0-9a-f]{0,4}(:[0-9a-f]{0,4}){3,7}"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.colons >= 3 || signs.innerPoints >= 3 && signs.digits >= 4
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        guard !answer.isOpen(candidate) else { return nil }
        if answer.bytes[candidate].contains(UInt8(ascii: ":")) {
            // A time of day has two colons at most.
            let groups = answer.bytes[candidate].split(separator: UInt8(ascii: ":"))
            return groups.count >= 3 ? Mention(.ip, candidate, .shape) : nil
        }
        let numbers = answer.bytes[candidate].split(separator: UInt8(ascii: ".")).map { part in
            part.reduce(0) { $0 * 10 + Int($1 &- 48) }
        }
        return numbers.allSatisfy { $0 < 256 } ? Mention(.ip, candidate, .shape) : nil
    }
}
