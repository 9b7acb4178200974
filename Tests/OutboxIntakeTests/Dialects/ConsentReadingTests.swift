import OutboxCore
import OutboxIntake
import Testing

@Suite("The consent of other dialects")
struct ConsentReadingTests {
    /// A document's members and what becomes of them in the native event.
    struct Row: Sendable, CustomTestStringConvertible {
        let dialect: DialectName
        let members: String
        let consent: String?

        init(_ dialect: DialectName, _ members: String, _ consent: String?) {
            (self.dialect, self.members, self.consent) = (dialect, members, consent)
        }

        var testDescription: String { "\(dialect.rawValue): \(members)" }
    }

    static let rows: [Row] = [
        Row(.ga4, #""consent":{"ad_storage":false}"#, #"{"google":{"ad_storage":"false"}}"#),
        Row(
            .ga4, #""consent":{"ad_storage":"GRANTED","ad_user_data":true}"#,
            #"{"google":{"ad_storage":"granted","ad_user_data":"true"}}"#),
        Row(
            .ga4, #""consent":{"ad_storage":0,"ad_user_data":{"x":1}}"#,
            #"{"google":{"ad_storage":"0","ad_user_data":{"x":1}}}"#),
        Row(.ga4, #""consent":{"marketing":false}"#, #"{"marketing":false}"#),
        Row(.ga4, #""consent":"denied""#, #"{"*":false}"#),
        Row(.ga4, #""consent":["ad_storage"]"#, #"{"*":false}"#),
        Row(.ga4, #""consent":null"#, nil),
        Row(.ga4, #""gcs":"G111""#, #"{"google":{"ad_storage":"granted","analytics_storage":"granted"}}"#),
        Row(.ga4, #""gcs":"G1--""#, nil),
        Row(.ga4, #""gcs":"G1x1""#, #"{"google":{"ad_storage":"denied","analytics_storage":"granted"}}"#),
        Row(.ga4, #""gcs":"no""#, #"{"google":{"ad_storage":"denied","analytics_storage":"denied"}}"#),
        Row(.ga4, #""gcs":100"#, #"{"google":{"ad_storage":"denied","analytics_storage":"denied"}}"#),
        Row(
            .ga4, #""consent":{"ad_storage":"denied"},"gcs":"G111""#,
            #"{"google":{"ad_storage":"denied","analytics_storage":"granted"}}"#),
        Row(.ga4, #""non_personalized_ads":"1""#, #"{"google":{"ad_personalization":"denied"}}"#),
        Row(.commandersact, #""user":{"consent_categories":[1,"3"]}"#, #"{"1":true,"3":true,"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":"1,3"}"#, #"{"1":true,"3":true,"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":["1, 3"]}"#, #"{"1":true,"3":true,"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":3}"#, #"{"3":true,"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":true}"#, #"{"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":{"1":true}}"#, #"{"*":false}"#),
        Row(.commandersact, #""user":{"consent_categories":""}"#, #"{"*":false}"#),
        Row(.commandersact, #""user":{}"#, nil),
        Row(
            .rudderstack, #""context":{"consentManagement":{"allowedConsentIds":["a"],"deniedConsentIds":"2,3"}}"#,
            #"{"a":true,"2":false,"3":false}"#),
        Row(
            .rudderstack, #""context":{"consentManagement":{"deniedConsentIds":["2,3","b c"]}}"#,
            #"{"2":false,"3":false,"b c":false}"#),
        Row(
            .rudderstack,
            #""context":{"consentManagement":{"allowedConsentIds":["a"],"deniedConsentIds":[{"id":"b"}]}}"#,
            #"{"*":false}"#),
        Row(
            .rudderstack,
            #""context":{"consentManagement":{"allowedConsentIds":["a"],"deniedConsentIds":{"b":true}}}"#,
            #"{"*":false}"#),
        Row(
            .rudderstack, #""context":{"consentManagement":{"allowedConsentIds":["a","b"],"deniedConsentIds":["b"]}}"#,
            #"{"a":true,"b":false}"#),
        Row(.segment, #""context":{"consent":{"categoryPreferences":{"Advertising":"no"}}}"#, #"{"Advertising":"no"}"#),
        Row(.segment, #""context":{"consent":{"categoryPreferences":"denied"}}"#, #""denied""#),
        Row(.segment, #""context":{"consent":"denied"}"#, #"{"*":false}"#),
        Row(.segment, #""context":{"consent":{}}"#, nil),
        Row(.rudderstack, #""context":{"consentManagement":[false]}"#, #"{"*":false}"#),
        Row(.walkeros, #""consent":{"marketing":0}"#, #"{"marketing":0}"#),
    ]

    @Test("is kept so that no denial is lost, however it is written", arguments: rows)
    func reading(_ row: Row) throws {
        let name =
            switch row.dialect {
            case .segment, .rudderstack: #""type":"track","event":"a","messageId":"m""#
            case .walkeros: #""name":"a b","entity":"a","id":"w""#
            case .commandersact: #""event_name":"a","id":"c""#
            default: #""name":"a","event_id":"e","client_id":"1""#
            }
        let accepted = try IntakeSubject { $0.dialect = row.dialect }.accepted("{\(name),\(row.members)}")
        let expected = try row.consent.map { consent in
            String(decoding: try JSONDocument(Array("[\(consent)]".utf8)).root.canonicalBytes(), as: UTF8.self)
        }
        let seen = accepted.event["consent"].map { "[\(String(decoding: $0.canonicalBytes(), as: UTF8.self))]" }
        #expect(seen == expected)
    }
}
