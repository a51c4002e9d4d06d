/// Two decimal degrees side by side, degrees and minutes, or one of them with a point of the compass.
enum GeographicCoordinates: Recogniser {
    static let patterns = [
        #"[+-]?\d{1,3}[.,]\d{3,9}\s?o?\s?[nsewo]?\s?[,;/ ]\s?(and )?(lon(gitude|g)?\.?:?\s?)?[+-]?\d{1,3}[.,]\d{3,9}(\s?o?\s?[nsewo]\b)?"#,
        #"\d{1,3}\s?o\s?\d{1,2}([.,]\d{1,4})?\s?'?\s?(\d{1,2}([.,]\d{1,4})?\s?("|''))?\s?[nsewo]([ ,;]{1,3}\d{1,3}\s?o\s?\d{1,2}([.,]\d{1,4})?\s?'?\s?(\d{1,2}([.,]\d{1,4})?\s?("|''))?\s?[nsewo])?"#,
        #"(lat|lon)(itude|gitude|g)?\.?\s?[:=]?\s?[+-]?\d{1,3}[.,]\d{1,9}"#,
        #"\d{1,3}[.,]\d{2,9}\s?o?\s?[nsew]\b"#,
        // North, east, south and west in Albanian, Bosnian and Romanian; a degree sign must tell them from units.
        #"\d{1,3}[.,]\d{2,9}\s?o\s?[vljpiz]\b"#,
    ]

    static func isPossible(_ signs: SignTally, in answer: Answer) -> Bool {
        signs.digits >= 2 && (signs.hasDecimals || signs.hasDegrees)
    }

    static func judge(_ candidate: Range<Int>, in answer: Answer) -> Mention? {
        if candidate.lowerBound > 0, answer.bytes[candidate.lowerBound - 1] &- 48 < 10 { return nil }
        if candidate.upperBound < answer.bytes.count, answer.bytes[candidate.upperBound] &- 48 < 10 { return nil }
        if isAmount(answer.bytes[candidate]) { return nil }
        return isThousands(answer.bytes[candidate]) ? nil : Mention(.coordinates, candidate, .shape)
    }

    /// `18.50 on top`: two decimals and a word, which a degree sign and a point of the compass look like.
    private static func isAmount(_ text: Bytes) -> Bool {
        text.count <= 9 && text.suffix(3).elementsEqual(" on".utf8) && text.dropLast(3).allSatisfy { $0 < 58 }
            && (text.dropLast(3).suffix(3).first.map { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") } ?? false)
    }

    /// `1,000, 2,000`, `5,000 N`: round thousands, and nothing that says degrees.
    private static func isThousands(_ text: Bytes) -> Bool {
        guard text.allSatisfy({ !"o;'\"./+-".utf8.contains($0) }) else { return false }
        let groups = text.split { !($0 &- 48 < 10) }
        guard groups.count % 2 == 0, text.count(where: { $0 == UInt8(ascii: ",") }) >= groups.count / 2 else {
            return false
        }
        return groups.enumerated().allSatisfy { group in
            group.offset % 2 == 0 ? group.element.first != 48 : group.element.elementsEqual("000".utf8)
        }
    }
}
