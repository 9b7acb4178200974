import NIOHTTP1
import OutboxIdentity
import OutboxIntake

/// Finds out who a request came from, where a configuration says that this is the shopper.
enum ClientAddress {
    /// The address of the client; nil where it is not known or is no public one.
    ///
    /// Behind trusted proxies it is the rightmost address of `X-Forwarded-For` that is none of theirs: everything left
    /// of it was written by somebody else.
    static func find(_ request: HTTPRequest, trustedProxies: [AddressRange]) -> String? {
        let isTrusted = { (address: InternetAddress) in trustedProxies.contains { $0.contains(address) } }
        guard let peer = request.peer.flatMap({ InternetAddress($0) }) else { return nil }
        var client = peer
        if isTrusted(peer) {
            let forwarded = request.headers[canonicalForm: "X-Forwarded-For"]
            // What comes before a word that is no address cannot be told apart from what was made up.
            let hops = forwarded.reversed().map { InternetAddress(String($0)) }
            guard let first = hops.first(where: { $0.map { !isTrusted($0) } ?? true }) else { return nil }
            guard let address = first else { return nil }
            client = address
        }
        return client.isPublic ? client.text : nil
    }
}
