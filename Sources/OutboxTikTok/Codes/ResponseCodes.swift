/// TikTok's table of codes and what each means.
///
/// The names are TikTok's (official Business API SDK, `tiktok_code.py`). The meanings are ours: TikTok publishes none
/// for this endpoint beyond a wait of about 5 minutes on 5xxxx.
package enum ResponseCodes {
    /// The wait that TikTok asks for on its own failures: "wait for about 5 minutes and retry".
    package static let slowRetry: Duration = .seconds(300)

    /// Every line of the table, in the order of the codes; no two overlap.
    package static let table: [ResponseCode] =
        success + requests + credentials + tasksAndAccounts + servers

    /// The line of a code, or nil where the table has none.
    package static func entry(for code: Int) -> ResponseCode? {
        if let exact = exact[code] { return exact }
        return ranges.first { $0.codes.contains(code) }
    }

    private static let exact = Dictionary(
        table.filter { $0.codes.count == 1 }.map { ($0.codes.lowerBound, $0) },
        uniquingKeysWith: { first, _ in first }
    )
    private static let ranges = table.filter { $0.codes.count > 1 }

    private static let success: [ResponseCode] = [
        .init(0, "OK", .delivered),
        .init(20001, "PARTIAL_OK", .deliveredWithWarnings),
    ]

    private static let requests: [ResponseCode] = [
        .init(40000, "INVALID_PARAMS", .refused),
        .init(40001, "PERMISSION_ERROR", .credentials),
        .init(40002, "PARAM_ERROR", .refused),
        .init(40003, "FORBIDDEN", .credentials),
        .init(40006, "VERSION_ERROR", .configuration),
        .init(40007, "NOT_EXIST", .configuration),
        .init(40008, "NOT_IMPL", .configuration),
        .init(40009, "UNSUPPORTED_IN_SANDBOX", .configuration),
        .init(40010, "UNSUPPORTED_DOMAIN", .configuration),
        .init(40011, "ID_LIMIT_EXCEED", .configuration),
        .init(40012, "NO_UPDATE", .configuration),
        .init(40013, "SANDBOX_ADV_NOT_EXIST", .configuration),
        .init(40014, "INVALID_CLUSTER", .configuration),
        // Only the name is known; "FC" probably means flow control.
        .init(40016, "BIZ_FC_ERROR", .tryLater(after: slowRetry)),
        .init(40050, "DUPLICATED_REQUEST", .refused),
        .init(40051, "INVALID_API_VERSION", .configuration),
        .init(40061, "INVALID_BATCH_SIZE", .tooBig),
        .init(40062, "PII_NOT_HASHED", .refused),
        .init(40063, "INVALID_PARTNER_NAME", .configuration),
    ]

    private static let credentials: [ResponseCode] = [
        .init(40100, "REQUEST_TOO_FREQUENT", .rateLimited),
        .init(40101, "INVALID_PARTNER", .credentials),
        .init(40102, "ACCESS_TOKEN_EXPIRE", .credentials),
        .init(40103, "REFRESH_TOKEN_EXPIRE", .credentials),
        .init(40104, "EMPTY_ACCESS_TOKEN", .credentials),
        .init(40105, "INVALID_ACCESS_TOKEN", .credentials),
        .init(40106, "INVALID_CORE_USER", .credentials),
        .init(40107, "INVALID_REFRESH_TOKEN", .credentials),
        .init(40108, "INVALID_GRANT_TYPE", .credentials),
        .init(40109, "ERROR_AES_DECIPHER", .credentials),
        .init(40110...40111, "AUTH_CODE_ERROR", .credentials),
        .init(40112, "PASSWORD_ERROR", .credentials),
        .init(40113, "APP_FORBIDDEN", .credentials),
        .init(40114, "ADVERTISER_LOGOUT", .credentials),
        .init(40115, "AUTH_TIMESTAMP_EXPIRE", .credentials),
        .init(40116, "AUTH_SIG_ERROR", .credentials),
        .init(40117, "APP_METHOD_FORBIDDEN", .credentials),
        .init(40118, "NOT_IN_WHITELIST", .credentials),
        .init(40119, "NOT_SAME_IDENTITY", .credentials),
        .init(40120, "TIKTOK_USER_NOT_LOGGED_IN", .credentials),
        .init(40121, "NOT_A_TCM_CREATOR", .credentials),
        .init(40122, "TCM_CREATOR_INVALID_COUNTRY", .credentials),
        .init(40124, "DEVELOPER_REJECTED", .credentials),
        .init(40125, "DEVELOPER_NO_PERMISSION", .credentials),
        .init(40126, "GARM_SINGLE_AUTH_FAILED", .credentials),
        .init(40127, "GARM_DOUBLE_AUTH_FAILED", .credentials),
        .init(40128, "GARM_SINGLE_VALIDATE_ERROR", .credentials),
        .init(40129, "GARM_DOUBLE_VALIDATE_ERROR", .credentials),
        .init(40130, "SCOPE_NOT_AUTHORIZED", .credentials),
        .init(40131, "SCOPE_TT_USER_OAUTH_FAILED", .credentials),
        .init(40132, "REQUEST_FREQUENCY_LIMITED", .rateLimited),
    ]

    private static let tasksAndAccounts: [ResponseCode] = [
        .init(40200, "GENERAL_TASK_ERROR", .tryLater(after: .zero)),
        .init(40201, "TASK_NOT_READY", .tryLater(after: .zero)),
        .init(40202, "WRITE_CONFLICT", .tryLater(after: .zero)),
        .init(40300, "ADVERTISER_NOT_EXIST", .credentials),
        .init(40301, "ADVERTISER_ROLE_ERROR", .credentials),
        .init(40302, "CUSTOMER_ADVERTISER_NOT_EXIST", .credentials),
        .init(40303...40308, "advertiser and login errors", .credentials),
        .init(40309, "REQUIRE_LOGIN", .credentials),
        .init(40400, "ROUTE_NOT_FOUND", .configuration),
        .init(40700, "RPC_VALIDATION_ERROR", .refused),
        .init(40900...40916, "signature and file errors", .refused),
        .init(41000, "BLOCKED", .configuration),
        .init(41001, "INTERFACE_OFFLINE", .configuration),
        .init(41002, "FIELDS_OFFLINE", .configuration),
    ]

    private static let servers: [ResponseCode] = [
        .init(50000, "SYS_ERROR", .tryLater(after: slowRetry)),
        .init(50002, "SYS_TIMEOUT", .tryLater(after: slowRetry)),
        .init(51000...51099, "internal service errors", .tryLater(after: slowRetry)),
        .init(52000...52204, "storage errors", .tryLater(after: slowRetry)),
        .init(53102, "DESERIALIZATION_ERROR", .tryLater(after: slowRetry)),
        .init(53103, "SERIALIZATION_ERROR", .tryLater(after: slowRetry)),
        .init(60001, "MAINTENANCE", .tryLater(after: slowRetry)),
        .init(61000, "TOO_MANY_REQUESTS_BL", .rateLimited),
        .init(70001, "INVALID_BIZ_AUTH_TYPE", .credentials),
    ]
}
