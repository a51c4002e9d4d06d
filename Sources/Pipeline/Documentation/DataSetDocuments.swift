import Foundation
import WeirCore
import WeirKeys
import WeirRecord
import WeirReport
import WeirState
import WeirStudy

/// The documents that other programs read: a data set's package, its codebook for archives.
struct DataSetDocuments {
    let study: Study
    /// The data set's name, and what it is, in a sentence.
    let id, summary: String
    /// The lowest count that is told; nil where all are exact.
    var smallestCount: Int?
    /// Who made it and what may be done with it.
    let about: StudyAbout
    /// What respondents agreed to, in a sentence, where it is not just the study's scope.
    var consent: String?

    /// Writes the documents about the draft's table.
    func write(_ columns: [ColumnDescription], table: String, rows: Int, to publisher: Publisher) throws {
        let files = try DataFiles(draft: publisher.draft).all.filter { $0.path != table }
        let description = description(columns, try file(table, rows, publisher), files)
        try publisher.write(DataPackage(description).text.utf8, to: DataPackage.fileName)
        try publisher.write(DDICodebook(description).text.utf8, to: DDICodebook.fileName)
    }

    private func file(_ path: String, _ rows: Int, _ publisher: Publisher) throws -> DataSetDescription.Table {
        let place = publisher.draft.appending(path: path)
        let bytes = try place.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
        return DataSetDescription.Table(
            path: path, rows: rows, bytes: bytes, digest: try Sums.digest(of: place).hexadecimal)
    }

    private func description(
        _ columns: [ColumnDescription], _ table: DataSetDescription.Table,
        _ files: [DataSetDescription.File]
    ) -> DataSetDescription {
        DataSetDescription(
            study: study.name, title: study.title, version: study.version, id: id, summary: summary,
            smallestCount: smallestCount, about: about, countries: study.countries.map { ($0.country, $0.name) },
            countryColumn: study.codebook.variables[study.countryVariable].name, consentScope: study.consentScope,
            consent: consent,
            table: table, columns: columns, files: files)
    }
}

extension StudyAbout {
    /// The same, of an internal data set.
    var insideTheHouse: StudyAbout {
        var about = self
        about.licence = Named(name: "internal use only")
        return about
    }

    /// The same, of a release.
    var outsideTheHouse: StudyAbout {
        var about = self
        about.licence = licence ?? Named(name: "as agreed with the recipient")
        return about
    }
}
