import ArgumentParser
import OutboxConfiguration

/// The halves of `serve`; several processes may share one database, some of which take events in and one works.
enum ServeRole: String, ExpressibleByArgument, CaseIterable {
    /// Takes events over HTTP.
    case ingest
    /// Delivers.
    case work

    /// What the secrets are for that this half cannot do without.
    var neededSecret: SecretUse.Purpose {
        switch self {
        case .ingest: .sourceKey
        case .work: .accessToken
        }
    }
}
