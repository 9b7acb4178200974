import OutboxCore

/// Gives an event without an IP address that of the connection it came by.
enum ConnectionAddress {
    /// Adds `context.device.ip`, and says whether it did: not where there is one, or something else in its place.
    static func add(_ address: String, to event: JSONValue, _ edits: inout JSONEdits) -> Bool {
        guard let context = event["context"] else {
            var device = JSONWriter()
            write(address, to: &device)
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("device")
            writer.raw(device.bytes)
            writer.endObject()
            edits.set("context", toCanonical: writer.bytes)
            return true
        }
        guard context.kind == .object else { return false }
        var inner = edits
        if let device = context["device"] {
            guard device.kind == .object, device["ip"].map(\.isNull) ?? true else { return false }
            var ofDevice = edits
            ofDevice.set("ip", to: address)
            inner.replace(device, withCanonical: device.canonicalBytes(applying: ofDevice))
        } else {
            var device = JSONWriter()
            write(address, to: &device)
            inner.set("device", toCanonical: device.bytes)
        }
        edits.replace(context, withCanonical: context.canonicalBytes(applying: inner))
        return true
    }

    private static func write(_ address: String, to writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("ip")
        writer.string(address)
        writer.endObject()
    }
}
