/// What is done about a request.
enum SandboxReaction {
    /// It is answered, perhaps late.
    case answer(SandboxAnswer, after: Duration)
    /// The connection is reset.
    case reset
    /// Nothing, until the client gives up.
    case silence
}
