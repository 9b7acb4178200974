import OutboxCore
import OutboxFuzz
import Testing

@Suite("Numbers of a JSON document")
struct JSONNumberTests {
    private func value(_ text: String) throws -> JSONValue {
        try JSONDocument(Array(text.utf8)).root
    }

    @Test(
        "Integers of 64 bits are exact, however they are written",
        arguments: [
            ("0", 0), ("-0", 0), ("0.0", 0), ("0e999999999999", 0), ("-0.000e-5", 0), ("5", 5), ("5.0", 5),
            ("5e2", 500),
            ("5.00e1", 50), ("0.5e1", 5), ("500e-2", 5), ("-12.5e1", -125), ("1e18", 1_000_000_000_000_000_000),
            ("1200000000000000000000e-20", 12), ("9007199254740993", 9_007_199_254_740_993),
            ("9007199254740993.0", 9_007_199_254_740_993), ("9223372036854775807", .max),
            ("-9223372036854775808", .min),
            ("9223372036854775807.000", .max), ("-922337203685477580.8e1", .min), ("0.00000000000000000000005e23", 5),
        ] as [(String, Int64)])
    func integers(_ text: String, _ expected: Int64) throws {
        #expect(try value(text).integer == expected)
    }

    @Test(
        "What is no integer of 64 bits has none",
        arguments: [
            "5.5", "0.1", "1e-1", "-5e-1", "9223372036854775808", "-9223372036854775809", "9223372036854775807.5",
            "1e19",
            "18446744073709551616", "1e999999999999", "1e-999999999999", "99999999999999999999999999999999999999999",
            "5.000000000000000000000000000000000000000000000001",
        ])
    func notIntegers(_ text: String) throws {
        #expect(try value(text).integer == nil)
    }

    @Test(
        "A Double is the nearest one",
        arguments: [
            ("0", 0), ("1", 1), ("-1.5", -1.5), ("29.95", 29.95), ("0.1", 0.1),
            ("0.30000000000000004", 0.30000000000000004),
            ("1e22", 1e22), ("1e23", 1e23), ("8.5e22", 8.5e22), ("123456789012345678", 123_456_789_012_345_680),
            ("9007199254740993", 9_007_199_254_740_992),
            ("2.2250738585072011e-308", Double.leastNormalMagnitude.nextDown),
            ("4.9e-324", .leastNonzeroMagnitude), ("1.7976931348623157e308", .greatestFiniteMagnitude), ("1e-999", 0),
            ("0.1000000000000000055511151231257827021181583404541015625", 0.1), ("1e-22", 1e-22),
            ("3.14159e-10", 3.14159e-10),
        ] as [(String, Double)])
    func doubles(_ text: String, _ expected: Double) throws {
        #expect(try value(text).double == expected)
    }

    @Test("Minus zero keeps its sign")
    func minusZero() throws {
        #expect(try value("-0").double?.sign == .minus)
        #expect(try value("-0.0e5").double?.sign == .minus)
        #expect(try value("0").double?.sign == .plus)
    }

    @Test("Beyond all Doubles there is none", arguments: ["1e309", "-1e309", "1e999999999999", "1.8e308"])
    func beyondDouble(_ text: String) throws {
        #expect(try value(text).double == nil)
    }

    @Test("Random numbers are read as the standard library reads them, seed 20")
    func randomDoubles() throws {
        var random = SeededGenerator(seed: 20)
        for _ in 0..<20_000 {
            let digits = Int.random(in: 1...18, using: &random)
            let significand = UInt64.random(in: 0..<1_000_000_000_000_000_000, using: &random) % powerOfTen(digits)
            let text = "\(significand)e\(Int.random(in: -30...30, using: &random))"
            #expect(try value(text).double == Double(text), "\(text)")
        }
    }

    private func powerOfTen(_ exponent: Int) -> UInt64 {
        (0..<exponent).reduce(1) { power, _ in power * 10 }
    }

    @Test(
        "Numbers stay digit for digit",
        arguments: ["1.0", "1.00", "1e5", "1E+05", "-0", "0.10", "12345678901234567890.0"])
    func digitForDigit(_ text: String) throws {
        let value = try value("[\(text)]")
        var writer = JSONWriter()
        writer.value(value)
        #expect(writer.bytes.elementsEqual("[\(text)]".utf8))
        #expect(value.canonicalBytes().elementsEqual("[\(text)]".utf8))
    }

    @Test("A number is above a limit where its exact value is, however it is written")
    func limits() throws {
        var random = SeededGenerator(seed: 11)
        let limits = ["0", "1", "-1", "100000", "59.9", "1e3", "2e9", "3e9", "1e30", "-0.5"]
        for _ in 0..<5_000 {
            let digits = String(UInt64.random(in: 0...(1 << UInt64.random(in: 0...50, using: &random)), using: &random))
            let fraction = Bool.random(using: &random) ? "." + String(Int.random(in: 0...9999, using: &random)) : ""
            let exponent =
                Int.random(in: 0...9, using: &random) == 0 ? "e\(Int.random(in: -3...3, using: &random))" : ""
            let text = (Int.random(in: 0...9, using: &random) == 0 ? "-" : "") + digits + fraction + exponent
            let number = try JSONDocument(Array(text.utf8)).root
            let exact = try #require(number.decimal)
            for limit in try limits.map({ try #require(ExactDecimal($0)) }) + [exact] {
                #expect(number.isAbove(limit, orEqual: false) == (limit < exact), "\(text) \(limit)")
                #expect(number.isAbove(limit, orEqual: true) == (limit <= exact), "\(text) \(limit)")
            }
        }
        #expect(try JSONDocument(Array("\"5\"".utf8)).root.isAbove(.zero, orEqual: true) == nil)
    }
}
