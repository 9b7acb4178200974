/// A self-made certificate for `localhost` and its key, valid from 2020 to 2120.
///
/// Protects nothing: it is published here.
enum TestCertificate {
    static let certificate = """
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

    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgdAQ0xFhoJcPVenPq
        3YVz8n2FpQxHs/z+vM7/OPqquKKhRANCAAR26Q7KAv4GQihMZcuNCiFDtNNK1v0t
        qBZW2JtcEfMuPRA8w46l3M3f7TxgYLmikrv29aJbsCjRC8V/5Hn8+RhS
        -----END PRIVATE KEY-----
        """
}
