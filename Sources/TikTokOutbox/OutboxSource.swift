import OutboxCore
import OutboxIntake

/// A named producer of events, and how its events are made ready before they are kept.
///
/// Make one when the service starts, and hand it to ``Outbox/enqueue(_:from:in:)-(ConversionEvent,_,_)``:
///
/// ```swift
/// let shop = try OutboxSource("shop", identity: .init(phoneRegion: "GB"))
/// ```
///
/// The name is the one under `sources:` in the worker's `outbox.yml`. A name that does not stand there loses nothing:
/// its events are kept and wait, `outbox status` and `outbox check` name the source, and the worker sends them when it
/// has a file that knows it (`outbox reload`).
///
/// Identities are normalised and hashed by these rules, in the service, before anything touches the disk. The worker
/// cannot do it again: what its own file says under `identity:` is for other sources.
public struct OutboxSource: Sendable {
    /// The name, as `sources:` of the worker's configuration has it.
    public let name: String
    /// How identities are normalised before they are hashed.
    public let identity: IdentityRules
    /// What becomes of an event without `event_id`.
    public let eventID: EventIDRule
    let door: Door

    /// The intake by reference, so that the layout of this public value is the same whatever the intake consists of: a
    /// service that is built incrementally is not always built anew when a module below changes.
    final class Door: Sendable {
        let intake: Intake

        init(_ intake: Intake) { self.intake = intake }
    }

    /// How identities are normalised before they are hashed.
    ///
    /// Addresses, names and postal codes are always normalised as TikTok asks. Two things must be known of you.
    public struct IdentityRules: Sendable, Hashable {
        /// What happens to the letters of a user's id before it is hashed.
        public enum LetterCase: Sendable, Hashable {
            /// They stay as they are, as TikTok's pixel leaves them.
            case keep
            /// They become lower-case.
            case lower
        }

        /// The upper-case ISO 3166 code of the region whose telephone numbers come without a country code, such as
        /// `GB`. Without one (the default) such numbers are dropped, with a warning: a guess would never match.
        public var phoneRegion: String?
        /// What happens to the letters of `user.id`; must be what your pixel does, else the two never match. By
        /// default they are kept.
        public var externalIDCase: LetterCase

        /// Makes rules; those left out are the defaults.
        public init(phoneRegion: String? = nil, externalIDCase: LetterCase = .keep) {
            self.phoneRegion = phoneRegion
            self.externalIDCase = externalIDCase
        }
    }

    /// What becomes of an event without `event_id`.
    public enum EventIDRule: Sendable, Hashable {
        /// It is refused. The default: without a shared id TikTok counts the pixel's event and yours.
        case require
        /// It gets one, is marked, and the receipt tells it. Nothing else recognises such an event when it is handed
        /// over again.
        case generate
    }

    /// Makes a source; opens and writes nothing.
    ///
    /// - Parameters:
    ///   - name: 1 to 64 letters, digits, hyphens and underscores, as in the worker's `sources:`.
    ///   - identity: how identities are normalised before they are hashed.
    ///   - eventID: what becomes of an event without `event_id`.
    /// - Throws: ``OutboxError`` with the code `invalidSource` for another name, and for a region that has no
    ///   telephones.
    public init(
        _ name: String, identity: IdentityRules = IdentityRules(), eventID: EventIDRule = .require
    ) throws {
        guard PlainName.isValid(name) else { throw OutboxError(.invalidSource, "\(PlainName.rule): \"\(name)\"") }
        var rules = IntakeRules(source: name)
        if let region = identity.phoneRegion, !IntakeRules.knowsPhoneRegion(region) {
            let meant = IntakeRules.suggestedPhoneRegion(for: region).map { ": did you mean \($0)?" } ?? ""
            throw OutboxError(.invalidSource, "no region with telephones of its own: \"\(region)\"\(meant)")
        }
        rules.phoneRegion = identity.phoneRegion
        rules.lowercasesExternalID = identity.externalIDCase == .lower
        rules.eventID = eventID == .require ? .require : .generate
        self.name = name
        self.identity = identity
        self.eventID = eventID
        // The number is the store's, and is set when the event is kept.
        door = Door(Intake(rules: rules, source: SourceID(0), deliveryClass: .live))
    }
}
