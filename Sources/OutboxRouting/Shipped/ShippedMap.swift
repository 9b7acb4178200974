package import OutboxMapping
import OutboxYAML

/// The shipped map: where each of TikTok's fields gets its value in a native event.
package enum ShippedMap {
    /// The file as it ships.
    package static let text = String(decoding: PackageResources.map_yml, as: UTF8.self)
    /// The file, compiled.
    package static let table: MappingTable = compiled.table
    /// What is wrong with it; nothing, or the build is broken.
    package static var problems: [MappingProblem] { compiled.problems }

    private static let compiled: (table: MappingTable, problems: [MappingProblem]) = {
        do throws(YAMLFailure) {
            guard let root = try YAMLDocument.parse(text) else { return (.empty, []) }
            var problems: [MappingProblem] = []
            // No rule of it makes an identity: that is done when a value is finished.
            let table = MappingTable(
                root, path: "map", origin: MappingTable.Origin.shipped, grammar: .plain, problems: &problems)
            return (table, problems)
        } catch {
            return (.empty, [MappingProblem(path: "map", problem: error.problem, line: error.line)])
        }
    }()
}
