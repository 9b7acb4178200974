package import OutboxCore

/// A path that may lead to several values: `properties.items[*].price`.
package struct JSONPathPattern: Sendable, Hashable, CustomStringConvertible {
    /// One step down into the event.
    package enum Component: Sendable, Hashable {
        /// To a member of an object.
        case key(String)
        /// To an element of a list, from 0.
        case index(Int)
        /// To every element of a list.
        case anyElement
    }

    /// The steps, outermost first; none for the event itself.
    package var components: [Component]

    /// A pattern of these steps.
    package init(_ components: [Component] = []) {
        self.components = components
    }

    /// The pattern of one path.
    package init(_ path: JSONPath) {
        components = path.components.map { component in
            switch component {
            case .key(let key): .key(key)
            case .index(let index): .index(index)
            }
        }
    }

    /// The path up to the first list that it goes through.
    package var upToElements: JSONPath {
        var path = JSONPath.root
        for component in components {
            switch component {
            case .key(let key): path.append(key)
            case .index(let index): path.append(index)
            case .anyElement: return path
            }
        }
        return path
    }

    /// The pattern as it is written: `properties.items[*].price`.
    package var description: String {
        var text = ""
        for component in components {
            switch component {
            case .anyElement: text += "[*]"
            case .index(let index): text += "[\(index)]"
            case .key(let key):
                if !text.isEmpty { text += "." }
                text += JSONPath([.key(key)]).description
            }
        }
        return text
    }
}
