import OutboxCore
import OutboxFuzz
import Testing

@Suite("Exact decimals")
struct ExactDecimalTests {
    private func decimal(_ text: String) throws -> ExactDecimal {
        try #require(ExactDecimal(text), "\(text)")
    }

    @Test(
        "Are written with all digits, no exponent and no zeros that are not needed",
        arguments: [
            ("0", "0"), ("-0", "0"), ("0.00", "0"), ("0e5", "0"), ("1", "1"), ("-1", "-1"), ("10", "10"),
            ("1200", "1200"),
            ("2500315.63", "2500315.63"), ("29.950", "29.95"), ("29.00", "29"), ("-0.50", "-0.5"), ("0.001", "0.001"),
            ("1e3", "1000"), ("1.5e1", "15"), ("1.25e-3", "0.00125"), ("100e-2", "1"), ("123.456e2", "12345.6"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("-9999999999999999999.9999999999999999999", "-9999999999999999999.9999999999999999999"),
            ("1e38", "100000000000000000000000000000000000000"),
            ("0.00000000000000000000000000000000000000000001e44", "1"),
            ("120000000000000000000000000000000000000000000.000", "120000000000000000000000000000000000000000000"),
        ])
    func description(_ text: String, _ expected: String) throws {
        #expect(try decimal(text).description == expected)
        #expect(try decimal(expected) == decimal(text))
    }

    @Test(
        "There is none for what is no number of JSON or has too many digits",
        arguments: [
            "", " ", "1 ", " 1", "+1", ".5", "1.", "1e", "01", "--1", "1,5", "29,95", "0x10", "NaN", "Infinity",
            "1e5.5", "1_000", "١",
            "-", "1\u{0}", "100000000000000000000000000000000000001.5", "123456789012345678901234567890123456789",
            "1e401", "1e-401", "1e99999999999999999999", "1e-99999999999999999999",
        ])
    func none(_ text: String) {
        #expect(ExactDecimal(text) == nil)
    }

    @Test("Digits far from the point are held up to 400 places")
    func farDigits() throws {
        #expect(try decimal("1e400").description.utf8.count == 401)
        #expect(try decimal("1e-400").description.utf8.count == 402)
        #expect(try decimal("1e-324") < decimal("2e-324"))
    }

    @Test(
        "Sums are exact",
        arguments: [
            ("0.1", "0.2", "0.3"), ("1", "-1", "0"), ("99.99", "0.01", "100"), ("-5.5", "2", "-3.5"),
            ("2", "-5.5", "-3.5"),
            ("1e10", "1e-10", "10000000000.0000000001"), ("0", "7.70", "7.7"), ("7.7", "0", "7.7"),
            ("1e400", "0", "1e400"),
            ("99999999999999999999999999999999999999", "1", "1e38"),
            ("-99999999999999999999999999999999999999", "-1", "-1e38"),
            ("99999999999999999999999999999999999999", "90000000000000000000000000000000000001", "19e37"),
            ("99999999999999999999999999999999999999e5", "1e5", "1e43"),
            ("1e39", "-999999999999999999999999999999999999990", "10"),
            ("1e20", "-0.000000000000000001", "99999999999999999999.999999999999999999"),
        ])
    func sums(_ one: String, _ other: String, _ expected: String) throws {
        #expect(try decimal(one).adding(decimal(other)) == decimal(expected))
        #expect(try decimal(other).adding(decimal(one)) == decimal(expected))
    }

    @Test(
        "There is no sum where it cannot be held",
        arguments: [
            ("1e38", "0.1"), ("1e300", "1"), ("-1e40", "1"), ("99999999999999999999999999999999999999", "0.1"),
            ("99999999999999999999999999999999999999", "2"), ("9e400", "1e400"),
        ])
    func noSum(_ one: String, _ other: String) throws {
        #expect(try decimal(one).adding(decimal(other)) == nil)
    }

    @Test("A hundred thousand prices add up to the cent, in any order, seed 9")
    func manyPrices() throws {
        var random = SeededGenerator(seed: 9)
        let cents = (0..<100_000).map { _ in Int64.random(in: -5000...500_000, using: &random) }
        var sum = ExactDecimal.zero
        for cent in cents.shuffled(using: &random) { sum = try #require(try sum.adding(decimal("\(cent)e-2"))) }
        #expect(try sum == decimal("\(cents.reduce(0, +))e-2"))
    }

    @Test("Order is by value")
    func order() throws {
        let ordered = [
            "-1e400", "-1000", "-999.99", "-1.5", "-1.05", "-1", "-0.1", "-1e-400", "0", "1e-400", "0.09", "0.1",
            "0.11", "1", "1.5", "2",
            "9.99", "10", "10.01", "99999999999999999999999999999999999999", "1e38", "1e400",
        ]
        let decimals = try ordered.map(decimal)
        for (index, one) in decimals.enumerated() {
            for (otherIndex, other) in decimals.enumerated() {
                #expect((one < other) == (index < otherIndex), "\(one) \(other)")
                #expect((one == other) == (index == otherIndex))
            }
        }
    }

    @Test("Equal numbers are equal and hash alike, however they are written")
    func equality() throws {
        let forms = try ["1200", "1.2e3", "1200.000", "12e2", "120000e-2"].map(decimal)
        #expect(Set(forms) == [ExactDecimal(1200)])
        #expect(ExactDecimal(0) == .zero)
        #expect(ExactDecimal(.min).description == "-9223372036854775808")
        #expect(ExactDecimal(-5).isNegative && !ExactDecimal(0).isNegative)
    }

    @Test("Numbers of a document become decimals, strings do not by themselves")
    func fromDocument() throws {
        let document = try JSONDocument(Array(#"{"price": 29.950, "text": "29.95", "big": 1e999}"#.utf8)).root
        #expect(document["price"]?.decimal == ExactDecimal("29.95"))
        #expect(document["text"]?.decimal == nil)
        #expect(document["text"]?.string.flatMap { ExactDecimal($0) } == ExactDecimal("29.95"))
        #expect(document["big"]?.decimal == nil)
    }
}
