/// Several access tokens of one destination, so that one can be replaced while the other works.
///
/// Tokens go by digests here; the token itself is known to `LaneConfiguration.send` alone.
package struct LaneTokens: Sendable {
    /// The digest of the token that the next request takes.
    package var inUse: @Sendable () -> String
    /// Tells that TikTok refused a token, and gives the digest of the one in use now; nil when all were refused. Then
    /// the first is in use again, for whenever the lane is resumed.
    package var replace: @Sendable (_ refused: String) -> String?

    /// Makes tokens from what knows them.
    package init(
        inUse: @escaping @Sendable () -> String, replace: @escaping @Sendable (_ refused: String) -> String?
    ) {
        self.inUse = inUse
        self.replace = replace
    }
}
