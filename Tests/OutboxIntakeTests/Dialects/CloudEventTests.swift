import OutboxCore
import Testing

@testable import OutboxIntake

@Suite("CloudEvents")
struct CloudEventTests {
    @Test("the envelope says what the native event in it leaves out, and its id is the producer's")
    func native() throws {
        let accepted = try IntakeSubject().accepted(
            #"""
            {"specversion":"1.0","id":"ce-1","source":"/shop","type":"com.example.shop.purchase.v1",
             "time":"2026-11-22T11:00:00Z","datacontenttype":"application/json",
             "data":{"event_id":"o-1","user":{"email":"ada@example.com"},"properties":{"value":5}}}
            """#)
        #expect(accepted.new.eventName == "purchase" && accepted.new.producerID?.hasPrefix("ce-") == true)
        #expect(accepted.new.eventID == "o-1" && accepted.new.eventTime.seconds == 1_795_345_200)
        #expect(accepted.record.received?["data"]?["user"]?["email"]?.string == accepted.string("user.email"))
        #expect(accepted.warnings.isEmpty)
    }

    @Test("an event of another dialect is read by that, and what it says itself wins")
    func segment() throws {
        let subject = IntakeSubject { $0.dialect = .segment }
        let accepted = try subject.accepted(
            #"""
            {"specversion":"1.0","id":"ce-1","source":"/shop","type":"track.called","time":"2026-11-22T11:00:00Z",
             "data":{"type":"track","event":"Order Completed","messageId":"m-1","userId":"1",
               "timestamp":"2026-11-22T10:00:00Z"}}
            """#)
        #expect(accepted.new.eventName == "purchase" && accepted.new.eventID == "m-1")
        #expect(accepted.new.producerID?.hasPrefix("ce-") == true && accepted.new.eventTime.seconds == 1_795_341_600)
    }

    @Test("source and id together are the producer's id: the same again is the same, of another source another")
    func identity() throws {
        let subject = IntakeSubject { $0.eventID = .generate }
        func id(_ source: String, _ id: String) throws -> String? {
            try subject.accepted(
                #"{"specversion":"1.0","id":\#(id),"source":\#(source),"type":"com.example.purchase","data":{}}"#
            ).new.producerID
        }
        let first = try #require(try id(#""/shop/1""#, #""7""#))
        #expect(try id(#""/shop/1""#, #""7""#) == first)
        #expect(try id(#""/shop/2""#, #""7""#) != first)
        #expect(try id(#""/shop/1""#, #""8""#) != first)
        #expect(try id(#""/shop/""#, #""17""#) != first)
        #expect(!first.contains("/shop/1") && first.count == 35)
        #expect(try id("null", #""7""#) != nil)
        let wrong = #"{"specversion":"1.0","id":{},"source":"s","type":"purchase","data":{"event_id":"e"}}"#
        #expect(subject.problems(wrong) == ["id: not a string: an object"])
    }

    @Test("problems are named by the path in the envelope")
    func problems() {
        let envelope = { (members: String) in
            #"{"specversion":"1.0","id":"1","source":"s","type":"com.example.purchase",\#(members)}"#
        }
        let subject = IntakeSubject()
        #expect(
            subject.problems(envelope(#""data":{"event_id":"e","properties":{"value":"x"}}"#)) == [
                #"data.properties.value: not a number: "x""#
            ])
        #expect(
            subject.problems(envelope(#""data_base64":"e30=""#)) == [
                "data_base64 is not read: send the event as JSON in data"
            ])
        #expect(subject.problems(envelope(#""data":null"#)) == ["a CloudEvents event without data"])
        #expect(
            subject.problems(envelope(#""data":"purchase""#)) == ["data is no object: a text; send the event as JSON"])
    }

    @Test(
        "a type loses a domain that is turned round, and a version",
        arguments: [
            ("com.example.purchase", "purchase"), ("com.example.shop.purchase.v2", "purchase"),
            ("fr.boutique.order_completed", "order_completed"), ("order.completed", "order.completed"),
            ("shop.order.completed.v", "v"), ("purchase", "purchase"),
            ("checkout.order.completed", "checkout.order.completed"),
            ("com.example.", "com.example."), ("Com.Example.Order Completed", "Order Completed"), ("", ""),
        ])
    func names(_ type: String, _ name: String) {
        #expect(CloudEvent.name(ofType: type) == name)
    }
}
