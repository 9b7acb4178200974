import Logging
import OutboxConfiguration
import OutboxCore
import OutboxRouting
import OutboxTikTok

/// Asks TikTok what it thinks of a destination by sending it one test event.
struct Probe {
    /// The code that replaces the one of the configuration.
    let testCode: String?

    /// Probes destinations one after the other; each request goes out at once, past queue and rate.
    func run(_ destinations: [DestinationSettings]) async throws -> [ProbeResult] {
        var results: [ProbeResult] = []
        for destination in destinations { results.append(try await run(destination)) }
        return results
    }

    private func run(_ settings: DestinationSettings) async throws -> ProbeResult {
        guard let code = testCode ?? settings.rules.testEventCode else {
            return ProbeResult(withoutCode: settings.name)
        }
        let environment = Environment.all
        let path = "destinations.\(settings.name)"
        let token = try TokenRotation(settings, path: path, environment: environment)
        let client = try DeliveryStation.client(
            settings, environment, path, LogOutput.logger(level: .warning))
        let event = ProbeEvent(
            eventSource: settings.rules.eventSource, eventSourceID: settings.rules.eventSourceID, now: SystemClock.now)
        let batch = Batch(destination: DestinationID(0), testEventCode: code, events: [event.bytes])
        do {
            let answer = await client.send(batch, to: try DeliveryStation.destination(settings, token, path))
            await client.shutDown()
            return ProbeResult(
                answer, destination: settings.name, eventSourceID: settings.rules.eventSourceID)
        } catch {
            await client.shutDown()
            throw error
        }
    }
}
