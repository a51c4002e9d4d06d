import WeirCore

/// For each code of a column, the bytes of its cell, made once.
struct CodeBytes: Sendable {
    private var bytes: [UInt8] = []
    private var categories: [Place] = []
    private var reasons: [Place]
    private let otherwise: @Sendable (UInt16) -> [UInt8]

    private struct Place: BitwiseCopyable {
        var start: UInt32 = 0
        var end: UInt32 = 0
    }

    /// Bytes by code, and how those of a code without a meaning are made.
    init(_ cells: [(code: UInt16, bytes: [UInt8])], otherwise: @escaping @Sendable (UInt16) -> [UInt8]) {
        self.otherwise = otherwise
        reasons = [Place](repeating: Place(), count: MissingReason.allCases.count)
        let most = cells.map(\.code).filter { !$0.isMissing }.max()
        categories = [Place](repeating: Place(), count: most.map { Int($0) + 1 } ?? 0)
        for (code, cell) in cells {
            let place = Place(start: UInt32(bytes.count), end: UInt32(bytes.count + cell.count))
            bytes += cell
            if code.isMissing {
                reasons[Int(code - MissingReason.codes.lowerBound)] = place
            } else {
                categories[Int(code)] = place
            }
        }
    }

    @inline(__always)
    func write(_ code: UInt16, to text: inout [UInt8]) {
        let place = place(of: code)
        guard place.end > place.start else { return text.append(contentsOf: otherwise(code)) }
        text.append(contentsOf: bytes[Int(place.start)..<Int(place.end)])
    }

    @inline(__always)
    private func place(of code: UInt16) -> Place {
        if Int(code) < categories.count { return categories[Int(code)] }
        guard MissingReason.codes.contains(code) else { return Place() }
        return reasons[Int(code - MissingReason.codes.lowerBound)]
    }
}

/// Numbers as text, without a needless `.0`.
extension [UInt8] {
    mutating func appendDigits(_ number: Double) {
        if let whole = Int(exactly: number) {
            append(contentsOf: String(whole).utf8)
        } else {
            append(contentsOf: number.description.utf8)
        }
    }
}

extension BatchStorage {
    /// The number at a place as a missing reason; nil where it is a number.
    @inline(__always)
    func reason(_ number: Double) -> UInt16? {
        number >= Double(MissingReason.codes.lowerBound) && number <= Double(MissingReason.codes.upperBound)
            ? UInt16(number) : nil
    }

    /// An open answer's bytes; none where there is no answer.
    @inline(__always)
    func withText<Result>(_ cell: Cell, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        guard cell.hasText else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
        return arena.withUnsafeBufferPointer {
            body(UnsafeBufferPointer(rebasing: $0[Int(cell.offset)...].prefix(Int(cell.length))))
        }
    }
}

/// An open answer on one line, as every format has it: CR LF, CR and LF become a blank.
enum OneLine {
    static func write(_ bytes: UnsafeBufferPointer<UInt8>, to text: inout [UInt8]) {
        var before: UInt8 = 0
        for byte in bytes {
            switch byte {
            case 10 where before == 13: break
            case 10, 13: text.append(32)
            default: text.append(byte)
            }
            before = byte
        }
    }
}
