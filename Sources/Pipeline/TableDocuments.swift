import WeirCore
import WeirDeliver
import WeirReport
import WeirState

/// What stands beside the rows of a data set, made from its columns and counts alone: the first tables, what columns and
/// codes mean, loaders.
struct TableDocuments {
    let table: DataTable
    let formats: [DataFormat]
    let tables: FrequencyTables

    func write(to publisher: Publisher) throws {
        let dictionary = TableDictionary(table)
        try publisher.write(dictionary.columns, to: "documentation/columns.csv")
        try publisher.write(dictionary.codes, to: "documentation/codes.csv")
        try publisher.write(tables.page().utf8, to: "documentation/tables.html")
        try publisher.write(tables.workbook, to: "documentation/tables.xlsx")
        for (name, text) in Loaders(table, formats).files { try publisher.write(text.utf8, to: name) }
    }
}
