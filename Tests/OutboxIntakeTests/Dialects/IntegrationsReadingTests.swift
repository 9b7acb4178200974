import OutboxCore
import OutboxIntake
import OutboxMapping
import Testing

@Suite("The integrations of other dialects")
struct IntegrationsReadingTests {
    @Test(
        "are carried into the native event, so that conditions can ask them",
        arguments: [
            (DialectName.segment, #""type":"track","event":"a","messageId":"m","userId":"1""#),
            (.rudderstack, #""type":"track","event":"a","messageId":"m","userId":"1""#),
            (.commandersact, #""event_name":"purchase","id":"o""#), (.native, #""event_name":"a","event_id":"e""#),
        ])
    func carried(_ dialect: DialectName, _ members: String) throws {
        let accepted = try IntakeSubject { $0.dialect = dialect }.accepted(
            #"{\#(members),"integrations":{"All":false,"TikTok Conversions":false,"facebook":{"fbp":"fb.1.2"}}}"#)
        #expect(accepted.event["integrations"]?["All"]?.bool == false)
        #expect(accepted.event["integrations"]?["TikTok Conversions"]?.bool == false)
        #expect(accepted.string("integrations.facebook.fbp") == "fb.1.2")
        #expect(accepted.event["properties"]?["integrations"] == nil && accepted.warnings.isEmpty)
    }

    @Test("a batch's are those of every event in it that has none")
    func batch() {
        let call = #""type":"track","event":"a","userId":"1""#
        let batch =
            #"{"batch":[{"messageId":"1",\#(call)},{"messageId":"2",\#(call),"integrations":{"All":true}}],"#
            + #""integrations":{"All":false}}"#
        let results = IntakeSubject { $0.dialect = .segment }.intake.acceptAll(
            Array(batch.utf8), receivedAt: IntakeSubject.now, arrival: .handedOver(random: { [1] }))
        let seen = results.map { result -> Bool? in
            guard case .accepted(let event, _) = result else { return nil }
            return (try? EventRecord(event.record))?.event["integrations"]?["All"]?.bool
        }
        #expect(seen == [false, true])
    }

    @Test("a path of theirs is one that an event can have")
    func shape() throws {
        let path = try JSONPath("integrations.facebook.fbp")
        #expect(EventShape.native(from: [.commandersact]).problem(with: path) == nil)
    }
}
