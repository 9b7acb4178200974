/// One source's events, all of one moment.
package struct SourceStatus: Sendable, Hashable {
    /// Its name; the configuration need not have it.
    package var name: String
    /// Events accepted, ever.
    package var events = 0
    /// Those that no destination listens to.
    package var unrouted = 0
    /// Those that still wait to be fanned out.
    package var unfanned = 0

    /// Makes a status with all counts zero.
    package init(name: String) {
        self.name = name
    }
}
