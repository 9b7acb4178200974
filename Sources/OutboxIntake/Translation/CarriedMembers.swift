import OutboxCore
import OutboxMapping

/// Members of a document that are carried over under their own names, because no line of the dialect has placed them
/// (`rest`).
struct CarriedMembers: Sendable {
    /// Where they go in the native event.
    let target: [String]
    /// The object they come from; for a list of objects, the list.
    let source: [String]
    /// What is not carried: names that the dialect fills itself, identities, and what is written out in `without`.
    var without: Set<String>
}
