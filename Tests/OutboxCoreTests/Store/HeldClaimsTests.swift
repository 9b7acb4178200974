import OutboxCore
import OutboxTestSupport
import Testing

@Suite("Held claims")
struct HeldClaimsTests {
    private func entry(_ dueAt: Int64, _ deliveryClass: DeliveryClass = .live) -> HeldClaims.Entry {
        HeldClaims.Entry(
            deliveryClass: deliveryClass, dueAt: Timestamp(milliseconds: dueAt), revision: 0
        )
    }

    private func cursor(_ dueAt: Int64, _ event: Int64) -> HeldClaims.Cursor {
        HeldClaims.Cursor(dueAt: Timestamp(milliseconds: dueAt), event: EventNumber(event))
    }

    /// Claims events 1 to 5, due at 10, 20 ... 50.
    private func heldFive() -> HeldClaims {
        var held = HeldClaims()
        held.beginClaim()
        for number in 1...5 as ClosedRange<Int64> { held.hold(EventNumber(number), entry(number * 10)) }
        held.endClaim()
        return held
    }

    @Test("A cursor stands behind the last that was held, in its class alone")
    func cursorMoves() {
        let held = heldFive()
        #expect(held.count == 5)
        #expect(held.cursor(of: .live) == cursor(50, 5))
        #expect(held.cursor(of: .retry) == .start)
    }

    @Test("What is dropped is no longer held, and the cursor stays")
    func drop() {
        var held = heldFive()
        held.drop([EventNumber(2)])
        #expect(!held.contains(EventNumber(2)))
        #expect(held.count == 4)
        #expect(held.cursor(of: .live) == cursor(50, 5))
    }

    @Test("The cursor goes back before what is released")
    func release() {
        var held = heldFive()
        held.release([EventNumber(4), EventNumber(3)])
        #expect(held.cursor(of: .live) < cursor(30, 3))
        #expect(held.cursor(of: .live) > cursor(20, 2))
        #expect(held.count == 3)
    }

    @Test("What is open is not released, but dropped")
    func open() {
        var held = heldFive()
        held.open([EventNumber(3)])
        held.release([EventNumber(3)])
        #expect(held.contains(EventNumber(3)))
        held.drop([EventNumber(3)])
        #expect(!held.contains(EventNumber(3)))
    }

    @Test("The cursor of a class goes back before what is put into it, and no other does")
    func requeue() {
        var held = heldFive()
        held.beginClaim()
        held.hold(EventNumber(9), entry(100, .retry))
        held.endClaim()
        held.requeue(EventNumber(3), as: .retry, dueAt: Timestamp(milliseconds: 70))
        #expect(held.cursor(of: .retry) < cursor(70, 3))
        #expect(held.cursor(of: .live) == cursor(50, 5))
        held.requeue(EventNumber(4), as: .retry, dueAt: Timestamp(milliseconds: 700))
        #expect(held.cursor(of: .retry) < cursor(70, 3))
    }

    @Test("What somebody changed may wait anywhere")
    func forget() {
        var held = heldFive()
        held.forget([EventNumber(1)])
        #expect(!held.contains(EventNumber(1)))
        #expect(held.cursor(of: .live) == .start)
    }

    @Test("While a claim reads, nothing leaves")
    func nothingLeavesDuringAClaim() {
        var held = heldFive()
        held.beginClaim()
        held.drop([EventNumber(1)])
        held.release([EventNumber(2)])
        held.requeue(EventNumber(3), as: .retry, dueAt: Timestamp(milliseconds: 1))
        #expect((1...5).allSatisfy { held.contains(EventNumber($0)) })
        held.hold(EventNumber(6), entry(60))
        held.endClaim()
        #expect(held.entries.keys.map(\.rawValue).sorted() == [4, 5, 6])
        #expect(held.cursor(of: .live) < cursor(20, 2))
        #expect(held.cursor(of: .retry) == .start)
    }

    @Test("The cursors go back now and then, whatever happens")
    func rewinds() {
        var held = heldFive()
        var claims = 0
        while held.cursor(of: .live) != .start, claims < 1000 {
            held.beginClaim()
            held.endClaim()
            claims += 1
        }
        #expect(claims < HeldClaims.claimsUntilRewind)
    }
}
