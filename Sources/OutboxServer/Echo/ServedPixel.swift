/// A pixel whose pages may report, as the server knows it.
package struct ServedPixel: Sendable {
    /// The public key of the pages' script.
    package var key: String
    /// The origins of the pages, in lower case.
    package var origins: Set<String>
    /// The pixel code that its echoes are kept under.
    package var pixelCode: String

    /// Makes a pixel.
    package init(key: String, origins: Set<String>, pixelCode: String) {
        self.key = key
        self.origins = origins
        self.pixelCode = pixelCode
    }
}
