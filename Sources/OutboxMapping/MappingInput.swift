package import OutboxCore

/// What an evaluation reads.
package struct MappingInput: Sendable {
    /// The event, in whichever dialect the paths are written for.
    package let event: JSONValue
    /// The headers that were kept of its request, an object with names in lower case; paths that begin with `headers.`
    /// look here.
    package let headers: JSONValue?

    /// Makes an input.
    package init(event: JSONValue, headers: JSONValue? = nil) {
        self.event = event
        self.headers = headers
    }
}
