/// The route that a request means, with what stands in the path for the part in braces; for HEAD that of GET (RFC 9110,
/// section 9.3.2).
struct RouteMatch: Equatable {
    /// The parts of all paths, in the order of the routes.
    private static let templates = Route.allCases.map { route in
        (route: route, parts: route.path.split(separator: "/", omittingEmptySubsequences: false))
    }

    let route: Route
    let parameter: String?

    /// Finds the route; says what there is instead where there is none.
    init(method: String, path: String) throws(RequestFailure) {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        let wanted = method == "HEAD" ? "GET" : method
        var methods: [String] = []
        for (route, template) in Self.templates {
            guard let parameter = Self.match(parts, template) else { continue }
            guard route.method == wanted else {
                methods += route.method == "GET" ? ["GET", "HEAD"] : [route.method]
                continue
            }
            self.route = route
            self.parameter = parameter.isEmpty ? nil : parameter
            return
        }
        guard methods.isEmpty else {
            var failure = RequestFailure(.methodNotAllowed, "this path takes \(methods.joined(separator: " and "))")
            failure.allowed = methods
            throw failure
        }
        throw RequestFailure(.notFound, "there is nothing at this path: see /openapi.yaml")
    }

    /// What stands for the part in braces, empty where there is none; nil where the path is another one.
    private static func match(_ parts: [Substring], _ template: [Substring]) -> String? {
        guard template.count == parts.count else { return nil }
        var parameter = ""
        for (part, wanted) in zip(parts, template) where part != wanted {
            guard wanted.hasPrefix("{"), let text = PercentCoding.decode(part), !text.isEmpty else { return nil }
            parameter = text
        }
        return parameter
    }
}
