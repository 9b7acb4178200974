import OutboxCore

/// The bytes of a request with purchases, built once; before each sending, only the numbers in it are written anew.
struct LoadRequest {
    /// Numbers begin here, so that all have the same count of digits.
    static let firstNumber = 100_000_000

    /// The request as it goes out.
    private(set) var bytes: [UInt8]
    /// Events in it.
    let events: Int
    /// Where the number of each event stands in the bytes.
    private let places: [[Int]]

    /// Builds a request.
    ///
    /// - Parameter name: what the `event_id`s begin with.
    init(events: Int, name: String, at time: Timestamp) {
        let document = PurchaseDocuments(name: name, at: time)[Self.firstNumber]
        let digits = Array(String(Self.firstNumber).utf8)
        let found = document.indices.dropLast(digits.count - 1).filter {
            document[$0..<($0 + digits.count)].elementsEqual(digits)
        }
        let length = events * (document.count + 1)
        let head = """
            POST /v1/events HTTP/1.1\r
            Host: 127.0.0.1\r
            Authorization: Bearer \(OutboxBinary.key)\r
            Content-Type: \(events == 1 ? "application/json" : "application/x-ndjson")\r
            Content-Length: \(length)\r
            \r

            """
        var bytes = Array(head.utf8)
        var places: [[Int]] = []
        for _ in 0..<events {
            places.append(found.map { bytes.count + $0 })
            bytes += document
            bytes.append(UInt8(ascii: "\n"))
        }
        (self.bytes, self.events, self.places) = (bytes, events, places)
    }

    /// Gives the events the numbers from this one on.
    mutating func number(from first: Int) {
        for (index, places) in places.enumerated() {
            var rest = Self.firstNumber + first + index
            for digit in (0..<9).reversed() {
                let character = UInt8(ascii: "0") + UInt8(rest % 10)
                rest /= 10
                for place in places { bytes[place + digit] = character }
            }
        }
    }
}
