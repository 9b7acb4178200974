extension ConversionEvent {
    /// The producer's name of an event: GA4's where GA4 has one.
    ///
    /// The ones below are known to the shipped mapping. Any other is taken too, as `"quiz_done"`, and leaves when the
    /// worker's configuration maps it; until then its deliveries are skipped as unmapped, counted and listed.
    public struct Name: RawRepresentable, Sendable, Hashable, ExpressibleByStringLiteral, CustomStringConvertible {
        /// The name as it is stored and mapped.
        public let rawValue: String

        /// Takes any name; `enqueue` refuses one that is not 1 to 100 characters without control characters.
        public init(rawValue: String) { self.rawValue = rawValue }

        /// Takes a name that stands in the source code.
        public init(stringLiteral value: String) { rawValue = value }

        /// The name as it is stored.
        public var description: String { rawValue }

        /// A product was looked at.
        public static let viewItem: Name = "view_item"
        /// Something was searched for.
        public static let search: Name = "search"
        /// A product was put on a wish list.
        public static let addToWishlist: Name = "add_to_wishlist"
        /// A product was put into the cart.
        public static let addToCart: Name = "add_to_cart"
        /// The checkout was begun.
        public static let beginCheckout: Name = "begin_checkout"
        /// A way to pay was chosen.
        public static let addPaymentInfo: Name = "add_payment_info"
        /// An order was placed that is not paid yet.
        public static let placeOrder: Name = "place_order"
        /// An order was paid.
        public static let purchase: Name = "purchase"
        /// Somebody left their address, in a form for example.
        public static let generateLead: Name = "generate_lead"
        /// An account was made.
        public static let signUp: Name = "sign_up"
        /// Somebody got in touch.
        public static let contact: Name = "contact"
        /// A subscription was begun.
        public static let subscribe: Name = "subscribe"
        /// A trial was begun.
        public static let startTrial: Name = "start_trial"
        /// A file was downloaded.
        public static let fileDownload: Name = "file_download"
        /// A shop was looked for on a map.
        public static let findLocation: Name = "find_location"
        /// A date was made.
        public static let schedule: Name = "schedule"
        /// A product was made one's own.
        public static let customizeProduct: Name = "customize_product"
        /// An application was sent.
        public static let submitApplication: Name = "submit_application"
        /// An application was approved.
        public static let applicationApproval: Name = "application_approval"

        /// All names above.
        static let all: [Name] = [
            .viewItem, .search, .addToWishlist, .addToCart, .beginCheckout, .addPaymentInfo, .placeOrder, .purchase,
            .generateLead, .signUp, .contact, .subscribe, .startTrial, .fileDownload, .findLocation, .schedule,
            .customizeProduct, .submitApplication, .applicationApproval,
        ]
    }
}
