import OutboxCore

/// The header of a file of comma-separated values: each column names a path in the event.
package struct CSVHeader: Sendable {
    /// What is wrong with a header.
    package enum Problem: Error, Sendable, Hashable, CustomStringConvertible {
        /// A column without a name.
        case unnamed(column: Int)
        /// A name that is no path.
        case notAPath(column: Int, name: String)
        /// A path whose beginning no event has.
        case unknown(column: Int, name: String, suggestion: String?)
        /// Two columns for one place, or one inside the other.
        case conflict(column: Int, name: String)

        /// What is wrong, in which column, and what was probably meant.
        package var description: String {
            switch self {
            case .unnamed(let column): "column \(column) of the header has no name"
            case .notAPath(let column, let name): "column \(column) of the header is no path: \(ShownText(name))"
            case .unknown(let column, let name, let suggestion):
                "column \(column) of the header names nothing that an event has: \(ShownText(name))"
                    + (suggestion.map { " (did you mean \"\($0)\"?)" } ?? "")
            case .conflict(let column, let name):
                "column \(column) of the header names a place that another column fills: \(ShownText(name))"
            }
        }
    }

    /// A place in the event and what fills it.
    private enum Node {
        case column(Int, kind: EventField.Kind)
        case object([(key: String, node: Node)])
        case array([Node])
    }

    /// The steps that a path may have, as many levels as an event.
    private static let maximumDepth = JSONLimits.standard.depth

    private let root: Node
    /// How many cells each row must have.
    package let columns: Int

    /// Compiles the names of a header row.
    package init(_ row: CSVRow) throws(Problem) {
        var root = Node.object([])
        for (index, cell) in row.cells.enumerated() {
            let path = try Self.path(cell, column: index + 1)
            guard Self.insert(path.components[...], column: index, name: path.description, into: &root) else {
                throw .conflict(column: index + 1, name: cell)
            }
        }
        self.root = root
        columns = row.cells.count
    }

    /// The event that a row describes, as JSON.
    ///
    /// An empty cell leaves its place out; a cell at a place that takes numbers (`properties.value`, prices,
    /// quantities) is written as a number where it is one, at a place that takes truth values (`consent.`,
    /// `limited_data_use`) `true` and `false` as such, every other cell as a string.
    package func document(for row: CSVRow) -> [UInt8] {
        var writer = JSONWriter()
        write(root, row, to: &writer)
        return writer.bytes
    }

    private static func path(_ name: String, column: Int) throws(Problem) -> JSONPath {
        guard !name.isEmpty else { throw .unnamed(column: column) }
        let path: JSONPath
        do { path = try JSONPath(name) } catch { throw .notAPath(column: column, name: name) }
        guard case .key(let first)? = path.components.first, path.components.count <= maximumDepth else {
            throw .notAPath(column: column, name: name)
        }
        guard EventField.names.contains(first) else {
            throw .unknown(column: column, name: name, suggestion: EventField.suggestion(for: name))
        }
        return path
    }

    private static func insert(
        _ path: ArraySlice<JSONPath.Component>, column: Int, name: String, into node: inout Node
    ) -> Bool {
        guard let component = path.first else { return false }
        let rest = path.dropFirst()
        let leaf = Node.column(column, kind: EventField.kind(of: name))
        switch (component, node) {
        case (.key(let key), .object(var members)):
            if let index = members.firstIndex(where: { $0.key == key }) {
                guard insert(rest, column: column, name: name, into: &members[index].node) else { return false }
            } else {
                var child = rest.isEmpty ? leaf : emptyNode(for: rest)
                guard rest.isEmpty || insert(rest, column: column, name: name, into: &child) else { return false }
                members.append((key, child))
            }
            node = .object(members)
        case (.index(let index), .array(var elements)):
            if index < elements.count {
                guard insert(rest, column: column, name: name, into: &elements[index]) else { return false }
            } else {
                guard index == elements.count else { return false }
                var child = rest.isEmpty ? leaf : emptyNode(for: rest)
                guard rest.isEmpty || insert(rest, column: column, name: name, into: &child) else { return false }
                elements.append(child)
            }
            node = .array(elements)
        default:
            return false
        }
        return true
    }

    private static func emptyNode(for path: ArraySlice<JSONPath.Component>) -> Node {
        if case .index? = path.first { .array([]) } else { .object([]) }
    }

    /// Whether any cell below a node is filled; what is wholly empty is left out.
    private func isFilled(_ node: Node, _ row: CSVRow) -> Bool {
        switch node {
        case .column(let column, _): !row.cells[column].isEmpty
        case .object(let members): members.contains { isFilled($0.node, row) }
        case .array(let elements): elements.contains { isFilled($0, row) }
        }
    }

    private func write(_ node: Node, _ row: CSVRow, to writer: inout JSONWriter) {
        switch node {
        case .column(let column, let kind):
            let cell = row.cells[column]
            if kind == .number && NumberText.isNumber(cell) || kind == .bool && (cell == "true" || cell == "false") {
                writer.raw(Array(cell.utf8))
            } else {
                writer.string(cell)
            }
        case .object(let members):
            writer.beginObject()
            for member in members where isFilled(member.node, row) {
                writer.key(member.key)
                write(member.node, row, to: &writer)
            }
            writer.endObject()
        case .array(let elements):
            writer.beginArray()
            for element in elements where isFilled(element, row) { write(element, row, to: &writer) }
            writer.endArray()
        }
    }
}
