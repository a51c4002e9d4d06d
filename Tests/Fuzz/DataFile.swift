import WeirCore

@testable import WeirFormats

/// Any bytes are read as a data file of SPSS.
func fuzzSAV(_ bytes: [UInt8]) { fuzzDataFile(bytes, [.sav, .zsav]) }

/// Any bytes are read as a data file of Stata.
func fuzzDTA(_ bytes: [UInt8]) { fuzzDataFile(bytes, [.dta]) }

/// They are read here and not in a process of their own: they may be refused, our side of ReadStat must not crash, and a
/// table that is called whole has as many cells in each row.
private func fuzzDataFile(_ bytes: [UInt8], _ formats: [StatisticsFormat]) {
    guard let format = StatisticsFormat(bytes), formats.contains(format) else { return }
    let request = StatisticsRequest(format, TableFile.Hints(), size: bytes.count)
    var text: [UInt8] = []
    let end = bytes.withUnsafeBytes { file in
        StatisticsReader(file, request) { if text.count < 1 << 20 { text += $0 } }.run()
    }
    guard end == .whole, text.count < 1 << 20, let line = text.firstIndex(of: Byte.lineFeed) else { return }
    let preamble = StatisticsPreamble(String(decoding: text[..<line], as: UTF8.self))
    precondition(preamble != nil, "the preamble is not our own")
    guard case .table = preamble else { return }
    let records = RecordParser(delimiter: StatisticsText.delimiter).texts(in: Array(text[(line + 1)...]))
    precondition(records.allSatisfy { $0.count == records[0].count }, "a row has more or fewer cells")
}
