/// The commit that the binary was built from.
enum BuildCommit {
    /// Its hash, or `unknown` where the build did not say.
    static let text = "unknown"
}
