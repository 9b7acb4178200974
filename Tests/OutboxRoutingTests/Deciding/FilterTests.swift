import OutboxCore
import OutboxIdentity
import OutboxRouting
import Testing

@Suite("Filters")
struct FilterTests {
    private let digest = SHA256Digest.hexadecimal(of: "1042")

    private func skip(_ subject: RoutingSubject, _ event: String) -> String? {
        if case .skip(.filter, let detail) = subject.decide(event) { detail } else { nil }
    }

    @Test("all must hold; the first that does not decides, with what it saw and where it stands")
    func all() throws {
        let subject = try RoutingSubject {
            try $0.filter("{properties.value: {gt: 0}}", "{user.country: [FR, BE]}", "{not: {properties.test: true}}")
        }
        #expect(skip(subject, #"{"properties":{"value":1},"user":{"country":"FR"}}"#) == nil)
        let country = try #require(skip(subject, #"{"properties":{"value":1},"user":{"country":"DE"}}"#))
        #expect(country.hasPrefix("user.country: expected one of \"FR\", \"BE\", saw \"DE\""), "\(country)")
        #expect(country.hasSuffix("(destinations.main.filters[1], line 1)"), "\(country)")
        #expect(skip(subject, #"{"properties":{"value":0},"user":{"country":"DE"}}"#)?.contains("filters[0]") == true)
        let test = #"{"properties":{"value":1,"test":true},"user":{"country":"FR"}}"#
        #expect(skip(subject, test)?.contains("filters[2]") == true)
    }

    @Test("one that cannot be evaluated means skip, also below a `not`", arguments: ["", "not: "])
    func unevaluable(_ negation: String) throws {
        let condition = negation.isEmpty ? "{properties.value: {gt: 5}}" : "{not: {properties.value: {gt: 5}}}"
        let subject = try RoutingSubject { try $0.filter(condition) }
        let detail = try #require(skip(subject, #"{"properties":{"value":"much"}}"#))
        #expect(detail.hasPrefix("properties.value: cannot be compared"), "\(detail)")
    }

    @Test(
        "an identity is compared by value, however it is written here and stored there",
        arguments: ["user.id: '1042'", "user.id: ' 1042'", "user.email: Ada@example.com", "user.phone: '07911 123456'"])
    func identities(_ condition: String) throws {
        let subject = try RoutingSubject(.web) { rules in
            rules.identity.phoneRegion = PhoneRegion(code: "GB")
            try rules.filter("{\(condition)}")
        }
        let ada = SHA256Digest.hexadecimal(of: "ada@example.com")
        let phone = SHA256Digest.hexadecimal(of: "+447911123456")
        #expect(skip(subject, #"{"user":{"id":"\#(digest)","email":["x","\#(ada)"],"phone":"\#(phone)"}}"#) == nil)
        #expect(skip(subject, #"{"user":{"id":"1042","email":"ada@example.com","phone":"+447911123456"}}"#) == nil)
        let other = SHA256Digest.hexadecimal(of: "other")
        let seen = try #require(skip(subject, #"{"user":{"id":"\#(other)","email":"\#(other)","phone":"\#(other)"}}"#))
        #expect(!seen.contains(other) && !seen.lowercased().contains("ada@example.com"), "\(seen)")
    }

    @Test(
        "a number and its text are the same identity, stored as a digest, in clear or as a number",
        arguments: ["user.id: '1042'", "user.id: 1042", "user.id: [7, 1042]", "user.id: {eq: 1042}"])
    func numbers(_ condition: String) throws {
        let subject = try RoutingSubject { try $0.filter("{\(condition)}") }
        let negation = try RoutingSubject { try $0.filter("{not: {\(condition)}}") }
        for id in ["\"1042\"", "1042", "\"\(digest)\"", "[1042]"] {
            #expect(skip(subject, #"{"user":{"id":\#(id)}}"#) == nil, "\(id)")
            #expect(skip(negation, #"{"user":{"id":\#(id)}}"#) != nil, "\(id)")
        }
        #expect(skip(subject, #"{"user":{"id":10420}}"#) != nil)
    }

    @Test("what is not there is none of them: a negative condition holds for it, and what fails says so")
    func absent() throws {
        let negative = try RoutingSubject { try $0.filter("{user.country: {not_in: [US]}}") }
        #expect(skip(negative, "{}") == nil)
        let both = try RoutingSubject { try $0.filter("{user.country: {exists: true, not_in: [US]}}") }
        #expect(try #require(skip(both, "{}")).hasPrefix("user.country: expected present, saw absent"))
        let positive = try RoutingSubject { try $0.filter("{user.country: [FR]}") }
        #expect(try #require(skip(positive, "{}")).hasPrefix("user.country: expected one of \"FR\", saw absent"))
    }

    @Test("they judge the name that comes in, in the event as it is stored")
    func incomingName() throws {
        let subject = try RoutingSubject { try $0.filter("{event_name: [purchase, view_item]}") }
        #expect(skip(subject, #"{"event_name":"purchase"}"#) == nil)
        #expect(skip(subject, #"{"event_name":"refund"}"#) != nil)
    }
}
