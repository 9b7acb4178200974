/// A secret with what was noticed while it was fetched.
struct FetchedSecret {
    /// The secret.
    let secret: Secret
    /// Whether it had white space at its ends.
    let wasTrimmed: Bool
    /// Whether it came from a file that others than its owner may open.
    let isOpenToOthers: Bool
}
