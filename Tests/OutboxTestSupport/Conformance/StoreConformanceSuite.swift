/// What any store must do, as a list of claims; each runs on storage of its own.
package enum StoreConformanceSuite {
    /// Every claim of every part.
    package static let claims: [StoreClaim] =
        enqueueClaims + duplicateClaims + fanOutClaims + laneClaims + fenceClaims + claimClaims + openingClaims
        + closingClaims + settlingClaims + takeOverClaims + unknownOutcomeClaims + abandonedClaims + sendingClaims
        + twinClaims + givenUpClaims + pauseClaims + statusClaims + listClaims + historyClaims + retryClaims
        + cancelClaims + signalClaims + consentClaims + sessionClaims + replayClaims + configurationClaims
        + producerClaims
}
