public import OutboxCore

extension ConversionEvent {
    /// A line of an order or a cart.
    public struct Item: Sendable, Hashable {
        /// The product's id, the same as in the catalogue and as the pixel sends it.
        public var id: String
        /// The product's name.
        public var name: String?
        /// The product's category.
        public var category: String?
        /// The product's brand.
        public var brand: String?
        /// The price of one piece, in the currency of the event.
        public var price: ExactDecimal?
        /// How many pieces; the shipped mapping takes 1 where nothing is said.
        public var quantity: Int?
        /// Other parameters of the item, such as `item_variant`; one that is named above is taken from there.
        public var properties: [String: PropertyValue]

        /// Makes a line of an order or a cart.
        public init(
            id: String, name: String? = nil, category: String? = nil, brand: String? = nil,
            price: ExactDecimal? = nil, quantity: Int? = nil, properties: [String: PropertyValue] = [:]
        ) {
            self.id = id
            self.name = name
            self.category = category
            self.brand = brand
            self.price = price
            self.quantity = quantity
            self.properties = properties
        }

        /// The item as GA4 writes it in `items`.
        public var value: PropertyValue {
            var members = properties
            members["item_id"] = .string(id)
            members.set("item_name", name)
            members.set("item_category", category)
            members.set("item_brand", brand)
            members.set("price", price)
            if let quantity { members["quantity"] = .number(ExactDecimal(Int64(quantity))) }
            return .object(members)
        }
    }
}

extension [String: PropertyValue] {
    mutating func set(_ key: String, _ text: String?) {
        if let text { self[key] = .string(text) }
    }

    mutating func set(_ key: String, _ number: ExactDecimal?) {
        if let number { self[key] = .number(number) }
    }
}
