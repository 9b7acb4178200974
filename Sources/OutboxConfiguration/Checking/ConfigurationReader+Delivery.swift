import OutboxCore
import OutboxRouting

extension ConfigurationReader {
    private static let deliveryKeys = ["batch", "concurrency", "rate", "retry", "max_event_age", "timeout"]

    /// Reads `delivery` of a destination.
    func readDelivery(_ section: Section, into destination: inout DestinationSettings) {
        guard let setting = section["delivery"],
            let delivery = Section(
                setting, keys: Self.deliveryKeys,
                renamed: ["retries": "retry", "max_age": "max_event_age", "timeouts": "timeout"],
                example: "{batch: {max: 50}}")
        else { return }
        readBatch(delivery, into: &destination.delivery)
        if let concurrency = delivery["concurrency"]?.integer(in: 1...64, example: 8) {
            destination.delivery.concurrency = concurrency
        }
        if let rate = delivery["rate"]?.rate() { destination.delivery.rate = rate }
        readRetry(delivery, into: &destination.delivery)
        readMaxEventAge(delivery, into: &destination)
        readTimeout(delivery, into: &destination.delivery)
    }

    private func readBatch(_ delivery: Section, into settings: inout DeliverySettings) {
        guard let setting = delivery["batch"],
            let batch = Section(
                setting, keys: ["max", "wait"], renamed: ["size": "max", "delay": "wait"],
                example: "{max: 50, wait: 1s}")
        else { return }
        if let max = batch["max"]?.integer(in: 1...1000, example: 50) { settings.batchMax = max }
        if let wait = batch["wait"]?.duration(in: .zero ... .seconds(600)) { settings.batchWait = wait }
    }

    private func readRetry(_ delivery: Section, into settings: inout DeliverySettings) {
        guard let setting = delivery["retry"],
            let retry = Section(
                setting, keys: ["for", "max_wait"], renamed: ["max": "for", "wait": "max_wait"],
                example: "{for: 24h, max_wait: 15m}")
        else { return }
        let year = Duration.seconds(365 * 24 * 3600)
        if let retryFor = retry["for"]?.duration(in: .zero...year) { settings.retryFor = retryFor }
        if let wait = retry["max_wait"]?.duration(in: .milliseconds(1) ... .seconds(24 * 3600)) {
            settings.retryMaxWait = wait
        }
    }

    private func readMaxEventAge(_ delivery: Section, into destination: inout DestinationSettings) {
        let range = Duration.seconds(60)...Duration.seconds(365 * 24 * 3600)
        guard let setting = delivery["max_event_age"], let age = setting.duration(in: range) else { return }
        let usual = DeliverySettings(eventSource: destination.rules.eventSource).maxEventAge
        if age > usual {
            setting.warning(
                "older \(destination.rules.eventSource.rawValue) events are probably not attributed by TikTok",
                DurationText.write(usual))
        }
        destination.delivery.maxEventAge = age
        destination.rules.maxEventAge = age
    }

    private func readTimeout(_ delivery: Section, into settings: inout DeliverySettings) {
        guard let setting = delivery["timeout"],
            let timeout = Section(setting, keys: ["connect", "request"], example: "{connect: 5s, request: 30s}")
        else { return }
        let range = Duration.milliseconds(1)...Duration.seconds(600)
        if let connect = timeout["connect"]?.duration(in: range) { settings.connectTimeout = connect }
        if let request = timeout["request"]?.duration(in: range) { settings.requestTimeout = request }
    }
}
