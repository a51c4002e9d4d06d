/// What is fuzzed; the first argument says which.
private enum Target: String, CaseIterable {
    case csv = "CSV"
    case gzip = "Gzip"
    case header = "Header"
    case study = "Study"
    case workbook = "Workbook"
    case document = "ODS"
    case zip = "Zip"
    case sav = "SAV"
    case dta = "DTA"
    case draft = "Draft"

    func feed(_ bytes: [UInt8]) {
        switch self {
        case .csv: fuzzCSV(bytes)
        case .gzip: fuzzGzip(bytes)
        case .header: fuzzHeader(bytes)
        case .study: fuzzStudy(bytes)
        case .workbook: fuzzWorkbook(bytes)
        case .document: fuzzDocument(bytes)
        case .zip: fuzzZip(bytes)
        case .sav: fuzzSAV(bytes)
        case .dta: fuzzDTA(bytes)
        case .draft: fuzzDraft(bytes)
        }
    }
}

/// Set once before the fuzzer starts its only thread.
nonisolated(unsafe) private var target = Target.csv

@_cdecl("LLVMFuzzerTestOneInput")
public func feed(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target.feed(Array(UnsafeBufferPointer(start: start, count: count)))
    return 0
}

@_silgen_name("LLVMFuzzerRunDriver")
private func runFuzzer(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?>,
    _ feed: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// The main function by the name that the package manager gives it; libFuzzer's own is never reached.
@_cdecl("Fuzz_main")
public func fuzz(
    _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
    guard count > 1, let word = arguments[1], let chosen = Target(rawValue: String(cString: word)) else {
        print("Fuzz", Target.allCases.map(\.rawValue).joined(separator: "|"), "[options of libFuzzer]")
        return 64
    }
    target = chosen
    // Lists and patterns take longer under a sanitiser than one input may.
    if chosen == .draft { warmDraft() }
    arguments[1] = arguments[0]
    var rest: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = arguments + 1
    var left = count - 1
    return runFuzzer(&left, &rest, feed)
}
