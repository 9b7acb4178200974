import OutboxCore
import OutboxMapping
import Testing

@testable import OutboxIntake

@Suite("What events can look like")
struct EventShapeTests {
    private let shape = EventShape.native(from: [.ga4])

    private func problem(_ path: String) throws -> String? {
        let finding = shape.problem(with: try JSONPath(path))
        return finding.map { "\($0.problem) (\($0.suggestion ?? "-"))" }
    }

    @Test("everything that a dialect fills can be asked of the event that it becomes", arguments: DialectName.allCases)
    func dialects(_ name: DialectName) throws {
        for entry in try #require(Dialect.shipped[name]).table.entries {
            let path = JSONPath(entry.names.map { .key($0) })
            #expect(shape.problem(with: path) == nil, "\(path)")
        }
    }

    @Test("the members of the event, of user and of context are known, what is in the others is free")
    func closed() throws {
        for path in [
            "event_name", "user.email_sha256", "user.email[0]", "context.page.path", "context.campaign.name",
            "properties.a.b[3].c", "consent.google.ad_storage", "headers.x-test", "context.device",
        ] {
            #expect(try problem(path.replacing("x-test", with: "\"x-test\"")) == nil, "\(path)")
        }
        #expect(try problem("event_nme") == "no event has a member \"event_nme\" (event_name)")
        #expect(try problem("usr.country") == "no event has a member \"usr\" (user.country)")
        #expect(try problem("user.plan") == "no event has user.plan (-)")
        #expect(try problem("user[0]") == "user is no list (-)")
        #expect(try problem("event_name.x") == "event_name has no members (event_name)")
    }

    @Test("what dialects call a member is known, the sources' own first")
    func synonyms() throws {
        #expect(try problem("params.value") == #"no event has a member "params" (properties.value)"#)
        #expect(try problem("params.mine.x") == #"no event has a member "params" (properties.mine.x)"#)
        #expect(try problem("user.external_id") == "no event has user.external_id (user.id)")
        #expect(try problem("userId") == #"no event has a member "userId" (user.id)"#)
        #expect(try problem("event") == #"no event has a member "event" (event_name)"#)
    }

    @Test("a slip in an object that may have any members is doubted")
    func doubts() throws {
        #expect(shape.doubt(about: try JSONPath("context.page.referer"))?.description == "context.page.referrer")
        #expect(shape.doubt(about: try JSONPath("context.page.path")) == nil)
        #expect(shape.doubt(about: try JSONPath("properties.valu")) == nil)
    }
}
