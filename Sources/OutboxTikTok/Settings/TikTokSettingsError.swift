/// A setting of the sender that cannot be used.
///
/// Holds no secret: of a proxy only the variable's name.
package enum TikTokSettingsError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The endpoint is not an address that events can be sent to.
    case endpoint(String)
    /// The environment variable does not name a proxy that can be used.
    case proxy(variable: String)
    /// The file with certificate authorities cannot be read or holds no certificate.
    case certificateAuthorityFile(String)

    /// What is wrong and what to do.
    package var description: String {
        switch self {
        case .endpoint(let text):
            "endpoint \"\(text)\": not an address of the form https://host/path (without user and fragment)"
        case .proxy(let variable):
            "environment variable \(variable): not a proxy of the form http://[user:password@]host:port or "
                + "socks5://host:port"
        case .certificateAuthorityFile(let path):
            "certificate authority file \(path): cannot be read, or holds no certificate in PEM form"
        }
    }
}
