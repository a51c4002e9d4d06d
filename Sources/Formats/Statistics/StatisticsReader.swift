import CReadStat
import WeirCore

/// Reads a data file of SPSS or Stata through ReadStat, twice: Stata's labels stand behind its data.
final class StatisticsReader {
    private let input: MemoryInput
    private let request: StatisticsRequest
    private let emit: (UnsafeRawBufferPointer) -> Void
    private var dictionary = StatisticsDictionary()
    private var text: StatisticsText?

    private static let block = 1 << 16

    /// - Parameters:
    ///   - passed: told how many bytes at the start of the file are behind.
    ///   - emit: takes the preamble and the table, part by part.
    init(
        _ file: UnsafeRawBufferPointer, _ request: StatisticsRequest, passed: @escaping (Int) -> Void = { _ in },
        emit: @escaping (UnsafeRawBufferPointer) -> Void
    ) {
        input = MemoryInput(file, passed: passed)
        self.request = request
        self.emit = emit
    }

    /// Reads the file to its end.
    func run() -> StatisticsEnd {
        switch parse(readsValues: false) {
        case READSTAT_OK: break
        case READSTAT_ERROR_UNSUPPORTED_CHARSET: return refuse(.encodingUnread, "of another script")
        case READSTAT_ERROR_USER_ABORT: return refuse(.tableTooWide, "")
        case let error: return end(error)
        }
        guard !dictionary.variables.isEmpty, !isCutOff else { return .damaged }
        guard let (encoding, basis) = encoding else {
            return refuse(.encodingUnread, dictionary.encoding ?? "Windows-1251")
        }
        say(.table(encoding, basis))
        if request.wantsLabels { return emitLabels(StatisticsDecoder(encoding)) }
        text = begin(StatisticsDecoder(encoding))
        let status = parse(readsValues: true)
        guard status == READSTAT_OK else { return end(status) }
        guard let text, text.isWhole, dictionary.rows < 0 || text.rows == dictionary.rows else { return .damaged }
        flush()
        return .whole
    }

    /// Where Stata's labels break off, ReadStat is content with those in front.
    private var isCutOff: Bool {
        request.format == .dta && (input.isUnclosed || input.wasShort || input.isShorterThanItSays || lacksLabels)
    }

    /// Older files of Stata say nowhere how many sets of labels they have. One that a variable names and that is not
    /// there stood behind the end, as far as anybody can know.
    private var lacksLabels: Bool {
        !input.isTagged && !dictionary.variables.compactMap(\.labels).allSatisfy(dictionary.sets.contains)
    }

    private func begin(_ decoder: StatisticsDecoder) -> StatisticsText {
        let columns = dictionary.variables.map { variable in
            StatisticsColumn(variable, variable.labels.flatMap { dictionary.labels[$0] }, request, decoder)
        }
        return StatisticsText(columns, decoder, mark: request.decimalMark)
    }

    private func emitLabels(_ decoder: StatisticsDecoder) -> StatisticsEnd {
        var table = LabelTable()
        for (place, variable) in dictionary.variables.enumerated() {
            table.add(variable, variable.labels.flatMap { dictionary.labels[$0] }, at: place, decoder)
        }
        table.bytes.withUnsafeBytes(emit)
        return .whole
    }

    private func end(_ error: readstat_error_t) -> StatisticsEnd {
        error == READSTAT_ERROR_MALLOC ? .tooMuch : .damaged
    }

    private func refuse(_ code: DiagnosticCode, _ label: String) -> StatisticsEnd {
        say(.refused(code, label: StatisticsPreamble.shown(label)))
        return .whole
    }

    private func say(_ preamble: StatisticsPreamble) { Array((preamble.line + "\n").utf8).withUnsafeBytes(emit) }

    /// What the file names goes first, then what the study declares. Older files of Stata name nothing: then the letters
    /// of the questionnaire tell, and where it has none beyond ASCII, most files were written in Windows-1252.
    private var encoding: (TextEncoding, TableFile.EncodingBasis)? {
        if let named = dictionary.encoding { return Self.encoding(named).map { ($0, .stated) } }
        if let declared = request.encoding.flatMap(TextEncoding.init(rawValue:)), SingleByteTable(declared) != nil {
            return (declared, .declared)
        }
        let wording = dictionary.wording
        if wording.contains(where: { $0 >= 0x80 }),
            wording.withUnsafeBufferPointer({ UTF8Validation.firstInvalid(in: $0) }) == nil
        {
            return (.utf8, .recognised)
        }
        guard CyrillicBytes.encoding(of: wording) == nil else { return nil }
        return EightBitRecognition.encoding(of: wording, language: request.language).map { ($0, .recognised) }
            ?? (.windows1252, .assumed)
    }

    private static func encoding(_ name: String) -> TextEncoding? {
        switch name.uppercased() {
        case "UTF-8", "US-ASCII": .utf8
        case "WINDOWS-1252", "ISO-8859-1": .windows1252
        case "WINDOWS-1250": .windows1250
        case "ISO-8859-2": .latin2
        case "MACROMAN": .macRoman
        default: nil
        }
    }

    private func flush() {
        text?.output.withUnsafeBytes(emit)
        text?.output.removeAll(keepingCapacity: true)
    }
}

// What ReadStat calls.
extension StatisticsReader {
    private func parse(readsValues: Bool) -> readstat_error_t {
        guard let parser = readstat_parser_init() else { return READSTAT_ERROR_MALLOC }
        defer { readstat_parser_free(parser) }
        input.attach(to: parser)
        // Texts stay in the file's encoding, so that a byte that is no character is found in its cell.
        readstat_set_handler_character_encoding(parser, nil)
        if readsValues {
            // Without somebody who takes the variables, ReadStat has none when it comes to their values.
            readstat_set_variable_handler(parser) { _, _, _, _ in StatisticsReader.goOn }
            readstat_set_value_handler(parser) { row, variable, value, user in
                StatisticsReader.from(user).took(value, of: variable, row: Int(row))
            }
        } else {
            attachDictionary(to: parser)
        }
        let user = Unmanaged.passUnretained(self).toOpaque()
        return request.format == .dta ? readstat_parse_dta(parser, "", user) : readstat_parse_sav(parser, "", user)
    }

    private func attachDictionary(to parser: UnsafeMutablePointer<readstat_parser_t>) {
        readstat_set_metadata_handler(parser) { metadata, user in StatisticsReader.from(user).took(metadata) }
        readstat_set_variable_handler(parser) { _, variable, labels, user in
            StatisticsReader.from(user).took(variable, labels)
        }
        readstat_set_value_label_handler(parser) { set, value, label, user in
            guard let set else { return StatisticsReader.goOn }
            StatisticsReader.from(user).dictionary.add(value, label, to: set)
            return StatisticsReader.goOn
        }
    }

    fileprivate static let goOn = Int32(READSTAT_HANDLER_OK)
    fileprivate static let stop = Int32(READSTAT_HANDLER_ABORT)

    private static func from(_ user: UnsafeMutableRawPointer?) -> StatisticsReader {
        guard let user else { preconditionFailure("ReadStat forgot whose file it is") }
        return Unmanaged<StatisticsReader>.fromOpaque(user).takeUnretainedValue()
    }

    private func took(_ metadata: UnsafeMutablePointer<readstat_metadata_t>?) -> Int32 {
        guard let metadata else { return Self.stop }
        dictionary.rows = Int(readstat_get_row_count(metadata))
        let version = readstat_get_file_format_version(metadata)
        if request.format == .dta { dictionary.longestName = version < 110 ? 9 : version < 118 ? 33 : 129 }
        dictionary.encoding =
            if request.format == .dta {
                version >= 118 ? "UTF-8" : nil
            } else {
                readstat_get_file_encoding(metadata).map { String(cString: $0) }
            }
        return Self.goOn
    }

    private func took(_ variable: UnsafeMutablePointer<readstat_variable_t>?, _ labels: UnsafePointer<CChar>?) -> Int32
    {
        guard let variable, dictionary.variables.count < TableFile.mostColumns else { return Self.stop }
        dictionary.add(variable, labels: labels)
        return Self.goOn
    }

    private func took(
        _ value: readstat_value_t, of variable: UnsafeMutablePointer<readstat_variable_t>?, row: Int
    ) -> Int32 {
        guard let variable, text?.take(value, of: variable, row: row) == true else { return Self.stop }
        if let count = text?.output.count, count > Self.block { flush() }
        return Self.goOn
    }
}

/// A file in memory, as ReadStat reads it.
private final class MemoryInput {
    private let bytes: UnsafeRawBufferPointer
    private let passed: (Int) -> Void
    private var position = 0
    /// Whether less was there than was asked for: but for the length in front of a next part, of which there need be none.
    private(set) var wasShort = false

    init(_ bytes: UnsafeRawBufferPointer, passed: @escaping (Int) -> Void) {
        self.bytes = bytes
        self.passed = passed
    }

    /// Whether it begins like a newer file of Stata.
    var isTagged: Bool { bytes.starts(with: "<stata_dta>".utf8) }

    /// Whether a newer file of Stata says in its map of parts that it is longer than it is.
    var isShorterThanItSays: Bool {
        let head = Array(bytes.prefix(1024))
        guard isTagged, let map = head.firstRange(of: Array("<map>".utf8))?.upperBound, map + 14 * 8 <= head.count
        else { return false }
        let end = head[map + 13 * 8..<map + 14 * 8]
        let isBig = head.firstRange(of: Array("MSF".utf8)) != nil
        let size = (isBig ? Array(end) : end.reversed()).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return size > UInt64(bytes.count)
    }

    /// Whether it begins like a newer file of Stata and does not end like one.
    var isUnclosed: Bool {
        isTagged
            && !bytes.suffix(16).reversed().drop { $0 <= 32 }
                .starts(with: "</stata_dta>".utf8.reversed())
    }

    func attach(to parser: UnsafeMutablePointer<readstat_parser_t>) {
        position = 0
        readstat_set_io_ctx(parser, Unmanaged.passUnretained(self).toOpaque())
        readstat_set_open_handler(parser) { _, _ in 0 }
        readstat_set_close_handler(parser) { _ in 0 }
        readstat_set_seek_handler(parser) { MemoryInput.from($2).seek(Int($0), $1) }
        readstat_set_read_handler(parser) { MemoryInput.from($2).read($0, $1) }
        readstat_set_update_handler(parser) { _, _, _, _ in READSTAT_OK }
    }

    private static func from(_ user: UnsafeMutableRawPointer?) -> MemoryInput {
        guard let user else { preconditionFailure("ReadStat forgot its file") }
        return Unmanaged<MemoryInput>.fromOpaque(user).takeUnretainedValue()
    }

    private func seek(_ offset: Int, _ from: readstat_io_flags_t) -> off_t {
        let base =
            switch from {
            case READSTAT_SEEK_SET: 0
            case READSTAT_SEEK_CUR: position
            default: bytes.count
            }
        let (target, overflows) = base.addingReportingOverflow(offset)
        guard !overflows, (0...bytes.count).contains(target) else {
            wasShort = true
            return -1
        }
        position = target
        return off_t(target)
    }

    private func read(_ target: UnsafeMutableRawPointer?, _ count: Int) -> Int {
        let left = bytes.count - position
        wasShort = wasShort || left < count && (left > 0 || count > 4)
        let count = max(0, min(count, left))
        if count > 0 { target?.copyMemory(from: bytes.baseAddress! + position, byteCount: count) }
        position += count
        passed(position)
        return count
    }
}
