import OutboxCore

extension JSONValue {
    /// Where a node below this value stands.
    ///
    /// Walks over all that is before it: for messages alone. Nodes are numbered in the order of the text, so each step
    /// takes the last child that begins no later.
    func path(ofNode node: Int) -> String {
        var path = JSONPath()
        var value = self
        while value.node < node {
            var next: JSONValue?
            switch value.kind {
            case .object:
                var name: JSONValue?
                for (key, member) in value.members {
                    if member.node > node { break }
                    (name, next) = (key, member)
                }
                path.append(name?.string ?? "")
            default:
                var index = -1
                for element in value.elements {
                    if element.node > node { break }
                    index += 1
                    next = element
                }
                path.append(index)
            }
            guard let next else { break }
            value = next
        }
        return path.description
    }
}
