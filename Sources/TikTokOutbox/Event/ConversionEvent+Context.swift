extension ConversionEvent {
    /// Where it happened. Nothing here is taken from your server or its connections by itself.
    public struct Context: Sendable, Hashable {
        /// The page's address. A `ttclid` in its query is found.
        public var pageURL: String?
        /// The address of the page before.
        public var referrer: String?
        /// The shopper's IP address, never your server's. Behind a proxy, what the proxy says.
        public var clientIP: String?
        /// The shopper's `User-Agent` header.
        public var userAgent: String?
        /// The shopper's language, such as `fr-FR`.
        public var locale: String?
        /// The shopper's whole `Cookie` header: `ttclid` and `_ttp` in it are found.
        ///
        /// It is kept as it is; give `ttclid` and `ttp` instead where it holds secrets.
        public var cookie: String?
        /// TikTok's click id, from the landing page's query.
        public var ttclid: String?
        /// The value of the pixel's cookie `_ttp`.
        public var ttp: String?
        /// The app, for events of an app.
        public var app: App?
        /// The lead at TikTok, for events of a CRM.
        public var lead: Lead?
        /// Where the ad was seen, for events of an app: `callback`, `campaign_id`, `ad_id`, `creative_id` and others.
        public var ad: [String: PropertyValue] = [:]

        /// Makes a context of what is known.
        public init(
            pageURL: String? = nil, referrer: String? = nil, clientIP: String? = nil, userAgent: String? = nil,
            locale: String? = nil, cookie: String? = nil, ttclid: String? = nil, ttp: String? = nil
        ) {
            self.pageURL = pageURL
            self.referrer = referrer
            self.clientIP = clientIP
            self.userAgent = userAgent
            self.locale = locale
            self.cookie = cookie
            self.ttclid = ttclid
            self.ttp = ttp
        }
    }

    /// An app and the device that it runs on.
    public struct App: Sendable, Hashable {
        /// Its id in its store, which TikTok requires.
        public var id: String
        /// The name of the app.
        public var name: String?
        /// The version of the app, such as `3.2.1`.
        public var version: String?
        /// Apple's advertising id.
        public var idfa: String?
        /// Google's advertising id.
        public var gaid: String?
        /// Apple's vendor id.
        public var idfv: String?
        /// The status of App Tracking Transparency, such as `AUTHORIZED`.
        public var trackingStatus: String?

        /// Makes an app; set the device's ids one by one.
        public init(id: String, name: String? = nil, version: String? = nil) {
            self.id = id
            self.name = name
            self.version = version
        }
    }

    /// A lead that came through TikTok.
    public struct Lead: Sendable, Hashable {
        /// Its id at TikTok, which TikTok requires.
        public var id: String
        /// The CRM's name.
        public var eventSource: String?

        /// Makes a lead with its id at TikTok.
        public init(id: String, eventSource: String? = nil) {
            self.id = id
            self.eventSource = eventSource
        }
    }
}

extension ConversionEvent.Context: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// A word without any of the values, which tell who somebody is.
    public var description: String { "context" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children, so that `dump` shows the description alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension ConversionEvent.App: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The app's own id, without the device's ids.
    public var description: String { "app \(id)" }

    /// The same as ``description``.
    public var debugDescription: String { description }

    /// Has no children, so that `dump` shows the description alone.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
