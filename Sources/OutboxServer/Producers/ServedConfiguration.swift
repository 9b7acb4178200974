package import OutboxCore
import OutboxIdentity
package import OutboxIntake

/// All that the server takes from one configuration; another one takes its place at a reload.
package struct ServedConfiguration: Sendable {
    /// The sources that may be spoken for.
    package var sources: [ServedSource]
    /// Which destinations listen to which source.
    package var fanOut: FanOut
    /// The destinations' names, in the file's order.
    package var destinations: [String]
    /// What clients may send.
    package var limits: HTTPLimits
    /// How many deliveries may wait until no more events are taken.
    package var maximumBacklog: Int
    /// How many bytes must be free on the disk for events to be taken.
    package var minimumFreeBytes: Int
    /// The header fields that are kept with an event, names in lower case.
    package var keptHeaders: [String]
    /// Whose word about the client's address is taken.
    package var trustedProxies: [AddressRange]

    /// The pixels whose pages may report.
    package var pixels: [ServedPixel] = []
    /// How long such reports are kept.
    package var keepsEchoes: Duration = .seconds(7 * 24 * 3600)
    /// Whether a clear e-mail address or phone number in an id is replaced by its digest.
    package var scrubsEchoes = true

    /// Makes a configuration without pixels.
    package init(
        sources: [ServedSource], fanOut: FanOut, destinations: [String], limits: HTTPLimits = HTTPLimits(),
        maximumBacklog: Int, minimumFreeBytes: Int, keptHeaders: [String] = [], trustedProxies: [AddressRange] = []
    ) {
        self.sources = sources
        self.fanOut = fanOut
        self.destinations = destinations
        self.limits = limits
        self.maximumBacklog = maximumBacklog
        self.minimumFreeBytes = minimumFreeBytes
        self.keptHeaders = keptHeaders
        self.trustedProxies = trustedProxies
    }

    /// The source that a key speaks for; nil for an unknown key.
    ///
    /// Every key is looked at to its end, whatever came before, so that the time tells nothing.
    func source(withKey key: String) -> ServedSource? {
        let digest = SHA256Digest(of: key).bytes
        var found: ServedSource?
        for source in sources {
            for known in source.keys {
                var difference: UInt8 = 0
                for (left, right) in zip(known.bytes, digest) { difference |= left ^ right }
                if difference == 0 { found = source }
            }
        }
        return found
    }
}
