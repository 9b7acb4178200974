import OutboxIdentity
import Testing

/// Postal codes with and without a country.
struct PostalCodeTests {
    private let normalizer = IdentityNormalizer()

    @Test(arguments: [
        ("95110", "95110"), ("M5V 3L9", "m5v3l9"), ("m5v-3l9", "m5v3l9"), ("1234 AB", "1234ab"),
        ("SW1A 1AA", "sw1a1aa"),
        ("150-0002", "1500002"), ("１５０－０００２", "1500002"), ("〒150-0002", "〒1500002"), ("01310-100", "01310100"),
        ("95110-1234", "95110"), ("95110\u{2013}1234", "95110"), ("951101234", "951101234"),
        ("95110 1234", "951101234"),
        ("00501", "00501"), ("٩٥١١٠", "95110"), ("951-101234", "951101234"),
    ])
    func withoutACountry(written: String, normal: String) {
        #expect(normalizer.normalized(written, as: .zip) == normal)
    }

    @Test(arguments: [
        ("95110-1234", "US", "95110"), ("951101234", "us", "95110"), ("95110 1234", " Us ", "95110"),
        ("95110-1234", "SA", "951101234"), ("95110-1234", "", "95110"), ("95110-1234", "United States", "95110"),
        ("951101234", "sa", "951101234"), ("95110", "us", "95110"), ("9511", "us", "9511"),
    ])
    func withACountry(written: String, country: String, normal: String) {
        #expect(normalizer.normalized(written, as: .zip, country: country) == normal)
    }

    @Test func hyphensAloneAreNothing() {
        #expect(normalizer.normalize("- -", as: .zip) == .dropped(.empty))
        #expect(
            normalizer.normalize("M5V 3L9", as: .zip) == normalizer.normalize("m5v3l9", as: .zip)
        )
    }
}
