import Foundation
import OutboxCore

/// Reading and writing one event as JSON, beside Foundation's decoder and encoder.
struct JSONBenchmark {
    let sizes: BenchmarkSizes

    // The properties are called like the members of the JSON.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    private struct Event: Codable {
        struct User: Codable {
            var id, email, phone, first_name, last_name, city, zip, country: String?
        }
        struct Page: Codable { var url, referrer: String? }
        struct Device: Codable { var ip, user_agent, locale: String? }
        struct Context: Codable {
            var page: Page?
            var device: Device?
        }
        struct Item: Codable {
            var item_id, item_name, item_brand, item_category: String?
            var price: Double?
            var quantity: Int?
        }
        struct Properties: Codable {
            var transaction_id, currency: String?
            var value: Double?
            var items: [Item]?
        }
        var id, event_name, event_time, event_id: String?
        var user: User?
        var context: Context?
        var properties: Properties?
    }

    /// An event of 771 bytes.
    static let sample = Array(
        """
        {"id":"01JD8Z3V6Q0R2J8W5C1N4M7X9K","event_name":"purchase","event_time":"2026-11-22T14:03:21.482Z",\
        "event_id":"ord-10421","user":{"id":"1042","email":"a@example.com","phone":"+33612345678",\
        "first_name":"Ada","last_name":"L","city":"Lyon","zip":"69001","country":"FR"},\
        "context":{"page":{"url":"https://shop.example/thanks?ttclid=E.C.P.x",\
        "referrer":"https://shop.example/cart"},"device":{"ip":"203.0.113.9",\
        "user_agent":"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15",\
        "locale":"fr-FR"}},"properties":{"transaction_id":"ord-10421","value":59.90,"currency":"EUR",\
        "items":[{"item_id":"77120","item_name":"Mug","item_brand":"Acme","item_category":"Home",\
        "price":29.95,"quantity":2},{"item_id":"77121","item_name":"Cup","item_category":"Home",\
        "price":0.00,"quantity":1}]}}
        """
        .utf8)

    /// Decodes and encodes the sample so many times with Foundation, and gives the bytes that were written.
    static func foundationRoundTrips(_ count: Int) throws -> Int {
        let data = Data(sample)
        let decoder = JSONDecoder()
        let encoder = JSONEncoder()
        var bytes = 0
        for _ in 0..<count { bytes += try encoder.encode(decoder.decode(Event.self, from: data)).count }
        return bytes
    }

    func run(into lines: inout GroupLines) throws {
        let sample = Self.sample
        var bytes = 0
        let ours = try Machine.seconds {
            for _ in 0..<sizes.documents {
                let document = try JSONDocument(sample)
                bytes += document.root.canonicalBytes().count
            }
        }
        let count = max(1, sizes.documents / 10)
        let foundation = try Machine.seconds { bytes += try Self.foundationRoundTrips(count) }
        guard bytes > 0 else { throw BenchmarkError("nothing was written") }
        lines.append(
            BenchmarkLine(
                name: "JSON read + write, \(sample.count) bytes (limit: Foundation)",
                value: Double(sizes.documents) / ours, unit: "documents/s", limit: Double(count) / foundation,
                bounds: [.ofLimit(5)]))
    }
}
