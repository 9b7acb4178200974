import OutboxCore
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

    /// Takes note of a request that was refused before it was whole.
    ///
    /// - Parameter head: its head, where that has shown a key that is known.
    package func note(_ failure: RequestFailure, head: HTTPRequest?) {
        note(failure)
        guard let head, let source = Self.key(ofCall: head).flatMap({ configuration.source(withKey: $0) }) else {
            return
        }
        note(failure, of: source, head)
    }

    /// Takes note of a failure that the client is to come again after.
    func note(_ failure: RequestFailure) {
        if failure.code.status == 503 { rejects.note(failure, at: surroundings.now()) }
    }

    /// Keeps, as a reject without anything of the body, that a request of a source was refused as a whole.
    func note(_ failure: RequestFailure, of source: ServedSource, _ request: HTTPRequest) {
        guard [.invalidBody, .tooManyEvents, .bodyTooLarge].contains(failure.code) else { return }
        let problem = EventProblem(path: failure.path ?? "", problem: "the request was refused: \(failure.message)")
        rejects.add(
            [
                RejectedEvent(
                    rejectedAt: surroundings.now(), problems: [problem], bytes: request.body.count, excerpt: "")
            ], of: source.id)
    }

    /// The key of one of the client libraries' calls, where the head has it.
    static func key(ofCall head: HTTPRequest) -> String? {
        Credentials.basicUser(head.headers) ?? Credentials.bearer(head.headers)
    }
}
