import Foundation
import WeirCore
import WeirRecord

/// A data set as it is compared: what its documents say, and where its table is.
struct ComparedDataSet {
    /// A column as the package describes it.
    struct Field: Decodable, Equatable {
        struct Category: Decodable, Equatable {
            var value: Int
            var label: String
        }
        enum CodingKeys: String, CodingKey {
            case name, title, type, categories
            case universe = "weir:universe"
            case variable = "weir:variable"
            case option = "weir:option"
        }
        var name, title, type: String
        var categories: [Category]?
        var universe, variable: String?
        /// Of a multi-select's column, the code of its option.
        var option: Int?
    }

    private struct Package: Decodable {
        struct Resource: Decodable {
            var path: String
            var schema: Schema
        }
        struct Schema: Decodable { var fields: [Field] }
        enum CodingKeys: String, CodingKey {
            case resources, description
            case country = "weir:country"
        }
        var description: String
        var country: String
        /// The table of codes; of what stands behind it nothing is compared.
        var table: Resource

        init(from decoder: any Decoder) throws {
            let package = try decoder.container(keyedBy: CodingKeys.self)
            description = try package.decode(String.self, forKey: .description)
            country = try package.decode(String.self, forKey: .country)
            var resources = try package.nestedUnkeyedContainer(forKey: .resources)
            table = try resources.decode(Resource.self)
        }
    }

    let folder: URL
    let provenance: ProvenanceRecord
    /// The columns in their order.
    let fields: [Field]
    /// The column that says where an interview took place.
    let country: String
    /// What it is, in a few words.
    let summary: String
    private let path: String

    /// Nil when the folder is no data set that describes itself.
    init?(_ place: URL) {
        folder = place.resolvingSymlinksInPath()
        guard let text = try? String(contentsOf: folder.appending(path: Provenance.fileName), encoding: .utf8),
            let record = ProvenanceRecord(text),
            let data = try? Data(contentsOf: folder.appending(path: DataPackage.fileName)),
            let package = try? JSONDecoder().decode(Package.self, from: data)
        else { return nil }
        provenance = record
        fields = package.table.schema.fields
        (country, summary, path) = (package.country, package.description, package.table.path)
    }

    /// The table of codes.
    var table: URL { folder.appending(path: path) }

    /// Rows by the code of the country; nil when the table does not tell it.
    func rowsByCountry() throws -> [String: Int]? {
        var scan = try RecordScan(table)
        guard let place = scan.header.firstIndex(of: country) else { return nil }
        var (at, cells, counts) = (0, [Cell](), [String: Int]())
        while scan.next(from: &at, into: &cells) {
            counts[String(decoding: scan[cells[place]], as: UTF8.self), default: 0] += 1
        }
        return counts
    }

    /// The words for the codes of the country's column.
    var countryNames: [String: String] {
        let categories = fields.first { $0.name == country }?.categories ?? []
        return Dictionary(categories.map { (String($0.value), $0.label) }, uniquingKeysWith: { first, _ in first })
    }
}
