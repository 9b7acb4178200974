import OutboxYAML

/// Why a secret is not to be had.
///
/// Its text names the place, never what is there.
package enum SecretProblem: Error, Sendable, Hashable {
    /// The variable is not set, or there is no such file.
    case missing(SecretReference)
    /// There is nothing, or only white space.
    case empty(SecretReference)
    /// The file cannot be read.
    case unreadable(SecretReference, detail: String)
    /// It holds line breaks or characters that no HTTP header can carry.
    case unusable(SecretReference)
}

extension SecretProblem: CustomStringConvertible {
    /// What is the matter.
    package var description: String {
        switch self {
        case .missing(.environment(let name)): "environment variable \(Quoting.bare(name)) is not set"
        case .missing(let reference): "\(reference) does not exist"
        case .empty(let reference): "\(reference) is empty"
        case .unreadable(let reference, let detail): "\(reference) cannot be read (\(detail))"
        case .unusable(let reference):
            "\(reference) holds a line break or a character other than printable ASCII"
        }
    }

    /// What to do about it, by what the secret is for.
    ///
    /// - Parameter isRunning: whether a process asks that runs already, whose environment nobody can change any more.
    package func suggestion(for purpose: SecretUse.Purpose, isRunning: Bool = false) -> String? {
        switch self {
        case .missing(.environment(let name)) where isRunning:
            "a reload sees a \(purpose.word) in a file; \(Quoting.bare(name)) is seen after a restart alone"
        case .missing(.environment(let name)), .empty(.environment(let name)): "export \(Quoting.bare(name))=..."
        case .missing(.file), .empty(.file): "write the \(purpose.word) into the file, mode 0600"
        case .unreadable: "check its owner and mode"
        case .unusable: "set the \(purpose.word) alone, in one line"
        }
    }
}
