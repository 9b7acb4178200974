/// How far pixel and server lie apart where both sent one event, against TikTok's two windows (TikTok: event
/// deduplication).
package struct PairLag: Sendable, Hashable {
    /// Within this time TikTok merges both: the second one adds its match keys and parameters to the first.
    package static let mergeWindow: Duration = .seconds(5 * 60)
    /// Within this time TikTok drops the second one; beyond it counts twice.
    package static let dropWindow: Duration = .seconds(48 * 3600)

    /// Pairs that TikTok merges.
    package private(set) var merged = 0
    /// Pairs of which TikTok drops the second one.
    package private(set) var dropped = 0
    /// Pairs that TikTok counts twice.
    package private(set) var countedTwice = 0
    /// Pairs that the server sent before the pixel.
    package private(set) var serverFirst = 0
    private var milliseconds: [Int64] = []

    /// Of no pair yet.
    package init() {}

    /// Adds a pair.
    package mutating func add(pixel: Timestamp, server: Timestamp) {
        let difference = server.milliseconds - pixel.milliseconds
        let lag = Duration.milliseconds(abs(difference))
        if difference < 0 { serverFirst += 1 }
        if lag <= Self.mergeWindow {
            merged += 1
        } else if lag <= Self.dropWindow {
            dropped += 1
        } else {
            countedTwice += 1
        }
        milliseconds.append(abs(difference))
    }

    /// The lag that this share of the pairs (0 to 1) stays within, whoever is first; nil without a pair.
    package func quantile(_ share: Double) -> Duration? {
        guard !milliseconds.isEmpty else { return nil }
        let sorted = milliseconds.sorted()
        let index = Int((Double(sorted.count) * share).rounded(.up)) - 1
        return .milliseconds(sorted[max(0, min(index, sorted.count - 1))])
    }
}
