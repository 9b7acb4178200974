import ArgumentParser

/// What a word on the command line is that names an event.
enum EventNaming: String, ExpressibleByArgument, CaseIterable {
    /// The event_id, else the producer's id.
    case id
    /// The number, with or without #.
    case number
}
