import WeirCore

/// Text of one byte for each character, as UTF-8. A byte that its encoding does not know becomes one that no UTF-8 has:
/// whoever reads the records refuses it at its row and column.
final class SingleByteSource: ByteSource {
    private let source: any ByteSource
    private let table: SingleByteTable
    private var buffer = RefillBuffer(capacity: 64 * 1024)
    private var decoded: [UInt8] = []
    private var given = 0

    init(_ source: any ByteSource, table: SingleByteTable) {
        self.source = source
        self.table = table
    }

    func read(into output: UnsafeMutableRawBufferPointer) throws -> Int {
        if given == decoded.count {
            guard try buffer.refill(from: source) else { return 0 }
            decode()
        }
        let count = min(output.count, decoded.count - given)
        decoded.withUnsafeBytes {
            output.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[given..<given + count]))
        }
        given += count
        return count
    }

    private func decode() {
        decoded.removeAll(keepingCapacity: true)
        given = 0
        buffer.take { input in
            table.decode(UnsafeRawBufferPointer(input), into: &decoded)
            return input.count
        }
    }
}

/// What the bytes from 0x80 on stand for.
struct SingleByteTable: Sendable {
    /// The characters; U+FFFD where the encoding has none.
    let scalars: [Unicode.Scalar]
    private let utf8: [[UInt8]]

    /// The table of an encoding of one byte for each character; nil for the others.
    init?(_ encoding: TextEncoding) {
        guard let upper = Self.upperHalf(of: encoding) else { return nil }
        scalars = Array(upper.unicodeScalars)
        utf8 = scalars.map { $0 == "\u{FFFD}" ? [UTF16Decoder.invalid] : Array(String($0).utf8) }
    }

    func decode(_ input: UnsafeRawBufferPointer, into output: inout [UInt8]) {
        output.reserveCapacity(output.count + input.count + input.count / 2)
        var at = 0
        while at < input.count {
            var plain = at
            while plain < input.count, input[plain] < 0x80 { plain += 1 }
            output.append(contentsOf: input[at..<plain])
            guard plain < input.count else { return }
            output.append(contentsOf: utf8[Int(input[plain]) - 0x80])
            at = plain + 1
        }
    }

    /// From the registries of Unicode's consortium; the control codes of ISO-8859-2 are no text.
    private static func upperHalf(of encoding: TextEncoding) -> String? {
        switch encoding {
        case .utf8, .utf16LittleEndian, .utf16BigEndian: nil
        case .windows1250:
            """
            €\u{FFFD}‚\u{FFFD}„…†‡\u{FFFD}‰Š‹ŚŤŽŹ\u{FFFD}‘’“”•–—\u{FFFD}™š›śťžź\
            \u{A0}ˇ˘Ł¤Ą¦§¨©Ş«¬\u{AD}®Ż°±˛ł´µ¶·¸ąş»Ľ˝ľż\
            ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
            ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙
            """
        case .windows1252:
            """
            €\u{FFFD}‚ƒ„…†‡ˆ‰Š‹Œ\u{FFFD}Ž\u{FFFD}\u{FFFD}‘’“”•–—˜™š›œ\u{FFFD}žŸ\
            \u{A0}¡¢£¤¥¦§¨©ª«¬\u{AD}®¯°±²³´µ¶·¸¹º»¼½¾¿\
            ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞß\
            àáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ
            """
        case .latin2:
            String(repeating: "\u{FFFD}", count: 32)
                + """
                \u{A0}Ą˘Ł¤ĽŚ§¨ŠŞŤŹ\u{AD}ŽŻ°ą˛ł´ľśˇ¸šşťź˝žż\
                ŔÁÂĂÄĹĆÇČÉĘËĚÍÎĎĐŃŇÓÔŐÖ×ŘŮÚŰÜÝŢß\
                ŕáâăäĺćçčéęëěíîďđńňóôőö÷řůúűüýţ˙
                """
        case .macRoman:
            """
            ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü\
            †°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
            ¿¡¬√ƒ≈∆«»…\u{A0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ\
            ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{F8FF}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ
            """
        case .dos850:
            """
            ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒ\
            áíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
            └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀\
            ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{AD}±‗¾¶§÷¸°¨·¹³²■\u{A0}
            """
        case .dos852:
            """
            ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×č\
            áíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
            └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀\
            ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{AD}˝˛ˇ˘§÷¸°¨˙űŘř■\u{A0}
            """
        }
    }
}
