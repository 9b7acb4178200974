/// The words that may follow a colon in a message without being a value.
enum MessageVocabulary {
    /// Whether a word, or each part of a path, is known; small numbers are.
    static func contains(_ word: Substring) -> Bool {
        let lowercased = word.lowercased().drop { "([".contains($0) }
        let core = lowercased.last.map { ")]".contains($0) } == true ? lowercased.dropLast() : lowercased
        if words.contains(String(core)) { return true }
        // Letters that end a sentence were cut before; what is left between dots is a path.
        return core.split(separator: ".", omittingEmptySubsequences: true).allSatisfy { part in
            fields.contains(String(part)) || (part.utf8.count <= 4 && part.utf8.allSatisfy { $0.isASCIIDigit })
        }
    }

    /// The language of validation and of TikTok's published messages.
    private static let words: Set<String> = Set(
        """
        a about account accepted access admin advertiser after again all allowed also an and any app apps application \
        are array as at authorized bad be been before between body bool boolean but by can cannot character characters \
        check code content contact contain contains correct could crm currency currently data date denied did digest \
        digit digits disabled do does double duplicate duplicated each either email empty enabled error event events \
        exceed exceeded exceeds exist exists expected expired fail failed failure false field fields float for format \
        found from future get given greater has hash hashed have hex hexadecimal id ids illegal in incorrect \
        information input int integer integers internal invalid is iso it items json key large least length less \
        letter letters limit limited list long longer lower lowercase malformed many map match max maximum may \
        message min minimum minute minutes missing more most must name neither no non-empty none nor not null \
        number numbers object objects of offline old on once one only operate operator or other out page param \
        parameter parameters past path permission permissions phone pixel please positive properties property \
        provide provided qps range rate reach reached reaches read received required request requests retry \
        revoked same second seconds send sent server service sha-256 sha256 short should size small some source \
        standard string strings success support supported system temporarily restricted than that the this time \
        timeout timestamp to token too true try type types unexpected unhashed unique unix unknown unsupported up \
        upper uppercase url use used user using utc valid value values wait was web were will with within without \
        wrong you your zero later
        """.split(separator: " ").map(String.init)
    )

    /// The fields of a request (TikTok: Report Web, App, Offline or CRM Events).
    private static let fields: Set<String> = Set(
        """
        event_source event_source_id test_event_code partner_name data batch event event_time event_id user properties \
        page app ad lead limited_data_use email phone external_id ttclid ttp ip user_agent locale idfa gaid idfv \
        att_status first_name last_name zip_code city state country content_ids contents content_type content_id \
        content_name content_category brand price quantity currency value num_items search_string query description \
        order_id shop_id customer_type delivery_category status url referrer app_id app_name app_version callback \
        campaign_id ad_id creative_id is_retargeting attributed attribution_type attribution_provider \
        attribution_share lead_id lead_event_source
        """.split(separator: " ").map(String.init)
    )
}
