/// A place where a file breaks a rule of the house, and what to do about it.
struct Offence: Equatable, Sendable, CustomStringConvertible {
    let path: String
    /// The line, from 1; nil where the offence is not one line's.
    let line: Int?
    let problem: String
    let remedy: String

    var description: String {
        let place = line.map { "\(path):\($0)" } ?? path
        return "\(place): \(problem); \(remedy)"
    }
}
