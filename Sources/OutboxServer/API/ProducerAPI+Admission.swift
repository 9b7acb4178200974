import OutboxIntake

// What of a request is taken in.
extension ProducerAPI {
    /// What is done with the body that the head of a request announces: nobody makes the server hold one without a key
    /// that is known, where the key is in the head. Where it may be in the body, the total of all such bodies is
    /// bounded.
    package func admission(of head: HTTPRequest) -> BodyAdmission {
        let route: Route
        do throws(RequestFailure) {
            route = try RouteMatch(method: head.method, path: head.path).route
        } catch {
            return .refused(error)
        }
        let configuration = configuration
        let limit = configuration.limits.body
        switch route {
        case .enqueue:
            let isKnown = Credentials.bearer(head.headers).map { configuration.source(withKey: $0) != nil } ?? false
            return isKnown ? .taken(limit: limit, isKnown: true) : .refused(Self.unauthorized)
        case .track, .page, .screen, .identify, .group, .alias, .batch:
            guard let key = Self.key(ofCall: head) else { return .taken(limit: limit, isKnown: false) }
            let isKnown = configuration.source(withKey: key) != nil
            return isKnown ? .taken(limit: limit, isKnown: true) : .refused(Self.unauthorizedCall)
        case .echo: return .taken(limit: EchoDocument.maximumBytes, isKnown: false)
        case .event, .cancel, .echoPreflight, .health, .readiness, .document: return .passedOver
        }
    }

    /// The key of one of the client libraries' calls, where the head has it.
    static func key(ofCall head: HTTPRequest) -> String? {
        Credentials.basicUser(head.headers) ?? Credentials.bearer(head.headers)
    }
}
