public import WeirKeys

/// What a partner keeps of a night: its link of the chain, signed. The link names all nights before it by digest, so that
/// who has it can tell whether any of them was changed, even by somebody who has the study's keys.
public struct Receipt: Equatable, Sendable {
    /// The number of the link.
    public let link: Int
    /// The link as it stands in the chain.
    public let line: String
    /// Who signed.
    public let signer: PublicKey
    /// The file's text.
    public let text: String

    /// A receipt of a link.
    /// - Throws: what the signer says.
    public init(link: Int, line: String, signer: Signer) throws {
        self.link = link
        self.line = line
        self.signer = signer.publicKey
        let message = Self.message(link, line)
        text = message + (try signer.signature(of: Array(message.utf8)))
    }

    /// Reads a receipt; nil when it is none, or not as it was signed.
    public init?(_ text: String) {
        let text = Self.asWritten(text)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard lines.count == 5, lines[4].isEmpty, let link = Chain.number(of: String(lines[1])) else { return nil }
        let message = Self.message(link, String(lines[1]))
        guard Array(text.utf8).starts(with: message.utf8) else { return nil }
        let signature = text.dropFirst(message.count)
        guard let signer = PublicKey(signing: String(signature), of: Array(message.utf8)) else { return nil }
        self.link = link
        line = String(lines[1])
        self.signer = signer
        self.text = text
    }

    /// The file's name: receipts lie in the order of their links.
    public var fileName: String {
        let digits = String(link)
        return "receipt-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".txt"
    }

    /// Whether a text was a receipt once, whatever became of it.
    public static func isMeant(_ text: String) -> Bool { asWritten(text).hasPrefix(beginning) }

    /// A text without what editors and e-mail do to the ends of its lines: a mark of the encoding at the beginning, CR LF,
    /// a last line without an end.
    private static func asWritten(_ text: String) -> String {
        var bytes = Array(text.utf8)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
        let isCarriage = bytes.indices.map { place in
            bytes[place] == 13 && place + 1 < bytes.count && bytes[place + 1] == 10
        }
        bytes = zip(bytes, isCarriage).filter { !$0.1 }.map(\.0)
        if bytes.last != 10 { bytes.append(10) }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static let beginning = "weir receipt "

    private static func message(_ link: Int, _ line: String) -> String {
        "\(beginning)\(link). Keep this file: it shows whether this night, or one before it, is changed later.\n\(line)\n"
    }
}
