/// What is done with the body of a request, judged by its head alone.
package enum BodyAdmission: Sendable {
    /// It is not read: the failure is the answer, and the connection ends.
    case refused(RequestFailure)
    /// It is passed over as it comes, since nobody looks at it.
    case passedOver
    /// It is taken, up to so many bytes; with `isKnown` the head has shown a key that is known.
    case taken(limit: Int, isKnown: Bool)
}
