import OutboxCore

/// The events of a document that is no JSON, so that a broken one takes no other with it.
///
/// Only where the document ends as an object, and its list as one: of what is cut off nobody knows what stood beside
/// the list, such as a denial of consent.
struct BrokenList {
    let name: String
    /// The events as they stand there.
    let events: [[UInt8]]
    private let beside: [Beside]

    /// A member beside the list, and what is wrong with it.
    private struct Beside {
        let member: LooseObject.Member
        let problem: FieldProblem?
    }

    /// Finds the list of a document; nil if none is to be seen.
    init?(_ bytes: [UInt8], dialect: Dialect) {
        guard let name = dialect.list, let members = LooseObject(bytes)?.members else { return nil }
        let lists = members.filter { $0.name == name }.map(\.value)
        guard !lists.isEmpty,
            lists.allSatisfy({ $0.first == UInt8(ascii: "[") && $0.last == UInt8(ascii: "]") })
        else { return nil }
        self.name = name
        events = lists.flatMap { LooseObject.parts(of: $0) }
        beside = members.filter { $0.name != name }.map { member in
            do throws(JSONError) {
                _ = try JSONDocument(Array(member.value))
                return Beside(member: member, problem: nil)
            } catch {
                return Beside(
                    member: member, problem: FieldProblem("what stands beside the list is not JSON: \(error.reason)"))
            }
        }
    }

    /// An event as a document of its own: with the members beside the list of which it has none itself.
    ///
    /// - Parameter limit: the most bytes of one event; of a larger one no more is copied.
    func element(at index: Int, limit: Int) -> EventList.Element {
        let event = events[index]
        // What cannot be seen into is judged as it stands.
        guard let members = LooseObject(event)?.members else { return element(.success(event), at: index, []) }
        let own = Set(members.map(\.name))
        var bytes = Array(event.dropLast())
        var needsComma = !members.isEmpty
        for other in beside where bytes.count <= limit && !own.contains(other.member.name) {
            if let problem = other.problem { return element(.failure(problem), at: index, own) }
            if needsComma { bytes.append(UInt8(ascii: ",")) }
            needsComma = true
            bytes += other.member.text
        }
        bytes.append(UInt8(ascii: "}"))
        return element(.success(bytes), at: index, own)
    }

    private func element(
        _ event: Result<[UInt8], FieldProblem>, at index: Int, _ own: Set<String>
    ) -> EventList.Element {
        EventList.Element(event: event, place: ReceivedDocument.ListPlace(list: name, index: index, members: own))
    }
}
