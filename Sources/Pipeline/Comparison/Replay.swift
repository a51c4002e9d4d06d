public import Foundation

/// What a repaired crosswalk moved: the answers that have a mapping now, and whether anything else changed beside them.
public struct Replay {
    /// Answers that had no mapping and have one now.
    public let repairedAnswers: Int
    /// The interviews they stand in.
    public let repairedInterviews: Int
    /// Interviews that were held and are in the data set now.
    public let come: Int
    /// Interviews that are in it no more.
    public let gone: Int
    /// Interviews in which something changed and nothing was repaired.
    public let others: Int

    /// Whether exactly the repaired interviews moved.
    public var isExact: Bool { others == 0 && gone == 0 }

    /// Compares a data set with the one before the repair.
    /// - Throws: `DataSetComparison.NoDataSet`, or what the file system says.
    public init(before: URL, after: URL) throws {
        func open(_ folder: URL) throws -> ComparedDataSet {
            guard let data = ComparedDataSet(folder) else { throw DataSetComparison.NoDataSet(folder: folder.path) }
            return data
        }
        let rows = try RowComparison(open(before), open(after))
        repairedAnswers = rows.repairedCells
        repairedInterviews = rows.repairedRows
        come = rows.come.values.reduce(0, +)
        gone = rows.gone.values.reduce(0, +)
        others = rows.changedRows - rows.repairedRows
    }

    /// In a sentence.
    public var sentence: String {
        let repaired =
            "\(repairedAnswers) answers of \(repairedInterviews) interviews have a mapping now, \(come) interviews came in"
        if isExact { return repaired + "; no other interview changed" }
        return repaired + "; beside them \(others) interviews changed and \(gone) are gone: weir diff says where"
    }
}
