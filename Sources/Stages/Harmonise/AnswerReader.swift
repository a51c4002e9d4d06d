import WeirCore

/// Reads one variable's answers from the cells of a batch. A blank leaves 0 (codes) or `blank` (numbers) behind; why
/// it is blank is decided later, when it is known who was asked.
struct AnswerReader {
    /// A number that was not given.
    static let blank = Double.infinity

    let storage: BatchStorage
    /// The upload's column of each slot, for findings.
    let columns: [Int]
    let rereadings: [Rereading]
    var findings = Findings()
    /// For each row, how many cells the crosswalk does not know.
    private(set) var unknown: [Int: Int] = [:]
    /// For each row, how many cells the crosswalk would know if they were read in the encoding that they were written in.
    private(set) var misread: [Int: [Misreading: Int]] = [:]
    /// The rows in which a multi-select was answered with a missing reason, such as "prefer not to answer".
    private var rowsWithReason: Set<Int> = []

    init(storage: BatchStorage, columns: [Int], rereadings: [Rereading] = []) {
        self.storage = storage
        self.columns = columns
        self.rereadings = rereadings
    }

    mutating func read(_ plan: VariablePlan) {
        if plan.type.isNumeric, let column = plan.places.number { fill(column) }
        for source in plan.sources { read(source, plan) }
        notePicksBesideAReason(plan)
        if let limit = plan.selectLimit { countPicks(plan, limit) }
    }

    private func fill(_ column: Int) {
        let rows = storage.rowCount
        storage.numbers.withUnsafeMutableBufferPointer { numbers in
            for place in column * rows..<(column + 1) * rows { numbers[place] = Self.blank }
        }
    }

    /// Answers that are spelt as in the crosswalk, and the first to their question, are nearly all there are: they are
    /// read in one go. What is left is looked at row by row.
    private mutating func read(_ source: VariablePlan.Source, _ plan: VariablePlan) {
        var rows: [Int]
        switch source.reading {
        case .open: return
        case .answer(let table): rows = readAnswers(table, source.slot, plan)
        case .ticked(let table, let options): rows = readTicks(table, options, source.slot, plan)
        case .flag, .other, .split, .number: rows = filledRows(source.slot)
        }
        for row in rows {
            read(storage.cells[row * storage.cellColumns + source.slot], source, plan, row)
        }
    }

    /// Calls `body` with each cell of a slot that is not blank. Those are gathered first, without asking: a processor would
    /// guess wrong as often as respondents skip.
    @inline(__always)
    private func forEachCell(of slot: Int, _ body: (_ row: Int, Cell) -> Void) {
        let (rows, columns) = (storage.rowCount, storage.cellColumns)
        storage.cells.withUnsafeBufferPointer { cells in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: rows) { filled in
                var count = 0
                for row in 0..<rows {
                    filled.initializeElement(at: count, to: UInt32(truncatingIfNeeded: row))
                    count &+= cells[row &* columns &+ slot].length == 0 ? 0 : 1
                }
                for place in 0..<count {
                    let row = Int(filled[place])
                    body(row, cells[row &* columns &+ slot])
                }
            }
        }
    }

    private func filledRows(_ slot: Int) -> [Int] {
        var rows: [Int] = []
        forEachCell(of: slot) { row, _ in rows.append(row) }
        return rows
    }

    /// Calls `body` with the code of each answer, nil for one that is not spelt as in the crosswalk, and with all codes.
    /// - Returns: the rows for which it returned false.
    @inline(__always)
    private func rowsLeft(
        _ table: AnswerTable, _ slot: Int, _ body: (_ row: Int, UInt16?, UnsafeMutableBufferPointer<UInt16>) -> Bool
    ) -> [Int] {
        var left: [Int] = []
        let storage = storage
        table.withWordings { wordings in
            storage.bytes.withUnsafeBytes { bytes in
                storage.codes.withUnsafeMutableBufferPointer { codes in
                    forEachCell(of: slot) { row, cell in
                        let text = UnsafeRawBufferPointer(
                            rebasing: bytes[Int(cell.offset)..<Int(cell.offset + cell.length)])
                        if !body(row, wordings.code(of: text), codes) { left.append(row) }
                    }
                }
            }
        }
        return left
    }

    private func readAnswers(_ table: AnswerTable, _ slot: Int, _ plan: VariablePlan) -> [Int] {
        guard let column = plan.places.code else { return filledRows(slot) }
        let start = column * storage.rowCount
        return rowsLeft(table, slot) { row, code, codes in
            guard let code, codes[start + row] == 0 else { return false }
            codes[start + row] = code
            return true
        }
    }

    private func readTicks(
        _ table: AnswerTable, _ options: OptionPlaces, _ slot: Int, _ plan: VariablePlan
    ) -> [Int] {
        guard let column = plan.places.code else { return filledRows(slot) }
        let rows = storage.rowCount
        return rowsLeft(table, slot) { row, code, codes in
            guard let code, !code.isMissing else { return false }
            if let option = options[code] { codes[(column + option) * rows + row] = 1 }
            return true
        }
    }

    private mutating func read(_ cell: Cell, _ source: VariablePlan.Source, _ plan: VariablePlan, _ row: Int) {
        switch source.reading {
        case .answer(let table): answer(table, cell, source.slot, plan, row)
        case .flag(let table):
            if let code = withText(of: cell, { table.code(of: $0) }) { set(plan, row, code) }
        case .other(let code):
            if current(plan, row) == 0 { set(plan, row, code) }
        case .ticked(let table, let options): tick(table, options, cell, source, plan, row)
        case .split(let table, let separator, let options):
            split(table, separator, options, cell, source.slot, plan, row)
        case .number(let mark, let end): number(mark, end, cell, source.slot, plan, row)
        case .open: break
        }
    }

    @inline(__always)
    private func withText<Result>(of cell: Cell, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        storage.bytes.withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[Int(cell.offset)..<Int(cell.offset + cell.length)]))
        }
    }

    private func current(_ plan: VariablePlan, _ row: Int) -> UInt16 {
        plan.places.code.map { storage.codes[$0 * storage.rowCount + row] } ?? 0
    }

    private func set(_ plan: VariablePlan, option: Int = 0, _ row: Int, _ code: UInt16) {
        guard let place = plan.places.code else { return }
        storage.codes[(place + option) * storage.rowCount + row] = code
    }

    private static let unknowns: Set<DiagnosticCode> = [
        .answerUnknown, .answerNotANumber, .answerDecimalComma, .answerDecimalPoint, .identifierMisplaced,
    ]

    private mutating func note(_ code: DiagnosticCode, _ plan: VariablePlan, _ slot: Int?, _ row: Int) {
        if Self.unknowns.contains(code) { unknown[row, default: 0] += 1 }
        let column = slot.map { columns[$0] }
        findings.add(.init(code, variable: plan.variable, column: column), row: Int(storage.sourceRows[row]))
    }

    /// An answer that is not spelt as in the crosswalk: known all the same, unknown, or something that identifies.
    /// - Parameter knows: whether the crosswalk knows a text in this place.
    private mutating func noteSpelling(
        _ match: AnswerTable.Match?, _ cell: Cell, _ plan: VariablePlan, _ slot: Int, _ row: Int,
        knows: (UnsafeRawBufferPointer) -> Bool
    ) {
        if match != nil { return note(.answerDrift, plan, slot, row) }
        if let misreading = misreading(of: cell, knows: knows) { return note(misreading, slot, row) }
        let identifies = withText(of: cell) { IdentifierShape(of: $0) != nil }
        note(identifies ? .identifierMisplaced : .answerUnknown, plan, slot, row)
    }

    /// An answer's wording is never longer.
    private static let longest = 1024

    private func misreading(of cell: Cell, knows: (UnsafeRawBufferPointer) -> Bool) -> Misreading? {
        guard !rereadings.isEmpty, cell.length <= Self.longest else { return nil }
        let text = withText(of: cell) { text in
            text.contains { $0 >= 0x80 } ? String(decoding: text, as: UTF8.self) : nil
        }
        guard let text else { return nil }
        return rereadings.first { $0.mended(text).map { Array($0.utf8).withUnsafeBytes(knows) } ?? false }?.misreading
    }

    private mutating func note(_ misreading: Misreading, _ slot: Int, _ row: Int) {
        misread[row, default: [:]][misreading, default: 0] += 1
        let subject = Findings.Subject(.answerMisread, column: columns[slot], misreading: misreading)
        findings.add(subject, row: Int(storage.sourceRows[row]))
    }

    private mutating func answer(
        _ table: AnswerTable, _ cell: Cell, _ slot: Int, _ plan: VariablePlan, _ row: Int
    ) {
        let match = withText(of: cell) { table.match($0) }
        let known = match?.code
        if match?.isExact != true {
            noteSpelling(match, cell, plan, slot, row) { table.match($0) != nil }
        }
        let code = known ?? MissingReason.unmapped.rawValue
        let before = current(plan, row)
        let isHeld = known == nil || before == MissingReason.unmapped.rawValue
        if isHeld {
            set(plan, row, MissingReason.unmapped.rawValue)
        } else if before != 0, before != code {
            note(.answerTwice, plan, slot, row)
            set(plan, row, MissingReason.notUsable.rawValue)
        } else {
            set(plan, row, code)
        }
    }

    private mutating func tick(
        _ table: AnswerTable, _ options: OptionPlaces, _ cell: Cell, _ source: VariablePlan.Source,
        _ plan: VariablePlan, _ row: Int
    ) {
        let match = withText(of: cell) { table.match($0) }
        if match?.isExact != true {
            noteSpelling(match, cell, plan, source.slot, row) { table.match($0) != nil }
        }
        guard let code = match?.code else { return give(.unmapped, to: source.own, plan, row) }
        pick(code, options, plan, row)
    }

    /// A category's code ticks its option; a missing reason is one for every option that is not ticked. Code 0 is a
    /// box that is there and not ticked.
    @inline(__always)
    private mutating func pick(_ code: UInt16, _ options: OptionPlaces, _ plan: VariablePlan, _ row: Int) {
        if let option = options[code] {
            set(plan, option: option, row, 1)
        } else if let reason = MissingReason(rawValue: code) {
            rowsWithReason.insert(row)
            give(reason, to: Array(0..<plan.optionCount), plan, row)
        }
    }

    private mutating func split(
        _ table: AnswerTable, _ separator: [UInt8], _ options: OptionPlaces, _ cell: Cell, _ slot: Int,
        _ plan: VariablePlan, _ row: Int
    ) {
        if table.mostParts > 1 { return splitAroundOptions(table, separator, options, cell, slot, plan, row) }
        var isUnknown = false
        var hasDrifted = false
        let storage = storage
        storage.bytes.withUnsafeBytes { bytes in
            let text = UnsafeRawBufferPointer(rebasing: bytes[Int(cell.offset)..<Int(cell.offset + cell.length)])
            Self.forEachPart(of: text, separator) { part in
                guard let match = table.match(part) else { return isUnknown = true }
                if !match.isExact { hasDrifted = true }
                pick(match.code, options, plan, row)
            }
        }
        if hasDrifted { note(.answerDrift, plan, slot, row) }
        guard isUnknown else { return }
        // An answer that is not known may be any of the options: those not ticked are held.
        noteSpelling(nil, cell, plan, slot, row) { text in
            var isKnown = true
            Self.forEachPart(of: text, separator) { if table.match($0) == nil { isKnown = false } }
            return isKnown
        }
        give(.unmapped, to: Array(0..<plan.optionCount), plan, row)
    }

    /// The same where an option's own wording holds the separator.
    private mutating func splitAroundOptions(
        _ table: AnswerTable, _ separator: [UInt8], _ options: OptionPlaces, _ cell: Cell, _ slot: Int,
        _ plan: VariablePlan, _ row: Int
    ) {
        let codes = withText(of: cell) { table.codes(of: $0, between: separator) }
        for code in codes.compactMap(\.self) { pick(code, options, plan, row) }
        guard codes.contains(nil) else { return }
        noteSpelling(nil, cell, plan, slot, row) { !table.codes(of: $0, between: separator).contains(nil) }
        give(.unmapped, to: Array(0..<plan.optionCount), plan, row)
    }

    /// Gives a reason to options that are not ticked; an answer that is held stays held.
    private func give(_ reason: MissingReason, to options: [Int], _ plan: VariablePlan, _ row: Int) {
        guard let place = plan.places.code else { return }
        for option in options {
            let at = (place + option) * storage.rowCount + row
            let isHeld = storage.codes[at] == MissingReason.unmapped.rawValue
            if storage.codes[at] != 1, !isHeld { storage.codes[at] = reason.rawValue }
        }
    }

    /// Options picked by somebody who also said why there is no answer: the picks stay, and are counted.
    private mutating func notePicksBesideAReason(_ plan: VariablePlan) {
        guard let place = plan.places.code else { return }
        for row in rowsWithReason.sorted() {
            let isPicked = (0..<plan.optionCount).contains { storage.codes[(place + $0) * storage.rowCount + row] == 1 }
            if isPicked { note(.answerTwice, plan, plan.sources.first?.slot, row) }
        }
        rowsWithReason.removeAll(keepingCapacity: true)
    }

    @inline(__always)
    private static func forEachPart(
        of text: UnsafeRawBufferPointer, _ separator: [UInt8], _ body: (UnsafeRawBufferPointer) -> Void
    ) {
        var start = 0
        for at in 0...text.count {
            let isEnd = at == text.count || text[at] == separator[0] && text[at...].starts(with: separator)
            guard isEnd, at >= start else { continue }
            var (first, last) = (start, at)
            while first < last, text[first] == 32 { first += 1 }
            while last > first, text[last - 1] == 32 { last -= 1 }
            if last > first { body(UnsafeRawBufferPointer(rebasing: text[first..<last])) }
            start = at + separator.count
        }
    }

    private mutating func number(
        _ mark: UInt8, _ end: Double?, _ cell: Cell, _ slot: Int, _ plan: VariablePlan, _ row: Int
    ) {
        guard let column = plan.places.number else { return }
        let place = column * storage.rowCount + row
        let read = withText(of: cell) { NumberReader.read($0, decimalMark: mark, reversedFrom: end) }
        guard let value = read else {
            note(notANumber(cell, mark, end), plan, slot, row)
            storage.numbers[place] = Double(MissingReason.notUsable.rawValue)
            return
        }
        let isInRange = plan.range?.contains(value) ?? (value < Double(MissingReason.codes.lowerBound))
        if !isInRange { note(.answerOutOfRange, plan, slot, row) }
        storage.numbers[place] = isInRange ? value : Double(MissingReason.notUsable.rawValue)
    }

    /// A number with the other country's decimal mark is told as such: it may as well be thousands.
    private func notANumber(_ cell: Cell, _ mark: UInt8, _ end: Double?) -> DiagnosticCode {
        let comma = UInt8(ascii: ",")
        let other = mark == comma ? UInt8(ascii: ".") : comma
        let isOther = withText(of: cell) { NumberReader.read($0, decimalMark: other, reversedFrom: end) } != nil
        guard isOther else { return .answerNotANumber }
        return other == comma ? .answerDecimalComma : .answerDecimalPoint
    }

    private mutating func countPicks(_ plan: VariablePlan, _ limit: Int) {
        guard let place = plan.places.code else { return }
        let rows = storage.rowCount
        var picks = [UInt16](repeating: 0, count: rows)
        storage.codes.withUnsafeBufferPointer { codes in
            for option in 0..<plan.optionCount {
                let start = (place + option) * rows
                picks.withUnsafeMutableBufferPointer { picks in
                    for row in 0..<rows { picks[row] &+= codes[start + row] == 1 ? 1 : 0 }
                }
            }
        }
        for row in 0..<rows where Int(picks[row]) > limit {
            note(.answerTooMany, plan, plan.sources.first?.slot, row)
        }
    }
}
