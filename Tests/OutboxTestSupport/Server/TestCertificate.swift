package import NIOSSL

/// A self-made certificate for `localhost` and its key, valid from 2020 to 2120.
///
/// Protects nothing: it is published here.
package enum TestCertificate {
    /// The certificate, its own authority, in PEM form.
    package static let certificate = """
        -----BEGIN CERTIFICATE-----
        MIIBczCCARmgAwIBAgIBATAKBggqhkjOPQQDAjAdMRswGQYDVQQDDBJ0aWt0b2st
        b3V0Ym94IHRlc3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB0x
        GzAZBgNVBAMMEnRpa3Rvay1vdXRib3ggdGVzdDBZMBMGByqGSM49AgEGCCqGSM49
        AwEHA0IABHbpDsoC/gZCKExly40KIUO000rW/S2oFlbYm1wR8y49EDzDjqXczd/t
        PGBguaKSu/b1oluwKNELxX/kefz5GFKjSDBGMBQGA1UdEQQNMAuCCWxvY2FsaG9z
        dDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBT9va/qOaGdsEx2dySqMqRxxlGn
        MDAKBggqhkjOPQQDAgNIADBFAiArUfC2UJCKj3ffZydB77Pi5qOKb50RECOO/dYT
        zw5PtgIhAIOonWHKbm25UtNwS4ujBHGmQH2nrpnzcubDBR4Kza65
        -----END CERTIFICATE-----
        """

    /// Its key, in PEM form.
    package static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdAQ0xFhoJcPVenPq
        3YVz8n2FpQxHs/z+vM7/OPqquKKhRANCAAR26Q7KAv4GQihMZcuNCiFDtNNK1v0t
        qBZW2JtcEfMuPRA8w46l3M3f7TxgYLmikrv29aJbsCjRC8V/5Hn8+RhS
        -----END PRIVATE KEY-----
        """

    /// A server's TLS with it.
    ///
    /// - Parameter protocols: what the server offers to speak (ALPN).
    package static func serverConfiguration(_ protocols: [String] = []) throws -> TLSConfiguration {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8)).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem))
        )
        configuration.applicationProtocols = protocols
        return configuration
    }
}
