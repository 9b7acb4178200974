import OutboxCore

/// What a lane works by until another configuration is taken up: the destination's part of one configuration.
///
/// Whatever is decided, opened and answered together goes by the same terms, to its end.
struct LaneTerms: Sendable {
    /// Grows with every configuration that the process takes up.
    let number: Int
    /// The destination's part.
    let configuration: LaneConfiguration
    /// The rules that follow from it.
    let rules: DeliveryRules
    /// Its rate, which others may share.
    let rate: SharedRate

    init(_ configuration: LaneConfiguration, number: Int, rate: SharedRate) {
        self.number = number
        self.configuration = configuration
        rules = configuration.rules
        self.rate = rate
    }
}
