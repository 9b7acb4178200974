import OutboxCore
import OutboxMapping
import OutboxRouting
import Testing

@Suite("The shipped map")
struct ShippedMapTests {
    private let web = RoutingSubject()

    @Test("has no fault, and a line for every field that TikTok lists")
    func complete() {
        #expect(ShippedMap.problems.isEmpty, "\(ShippedMap.problems)")
        let targets = ShippedMap.table.entries.map(\.target)
        #expect(Set(targets) == Set(TikTokFields.all.map(\.path)))
        #expect(targets.count == Set(targets).count)
        for entry in ShippedMap.table.entries {
            for source in TikTokFields.listed(at: entry.target)?.eventSources ?? [] {
                #expect(MappingTarget.problem(with: entry, for: source) == nil, "\(entry.target)")
            }
        }
    }

    @Test("sends the fields of travel by TikTok's names; ambiguous ones only beside one that means travel")
    func travel() throws {
        let sent = try web.sent(
            "properties",
            #""city":"Paris","country":"FR","checkin_date":"2026-12-01","num_adults":"2","suggested_hotels":"h1","#
                + #""destination_ids":["d1",2],"preferred_num_stops":0,"travel_class":"eco""#)
        #expect(
            sent["properties"]
                == #"{"city":"Paris","country":"FR","checkin_date":"2026-12-01","num_adults":2,"#
                + #""suggested_hotels":["h1"],"destination_ids":["d1","2"],"travel_class":"eco","#
                + #""preferred_num_stops":0}"#)
        #expect(
            try web.sent("properties", #""city":"Paris","country":"FR","year":2020,"model":"x""#)["properties"] == nil)
        let offline = try RoutingSubject(.offline).sent("properties", #""checkin_date":"2026-12-01""#)
        #expect(offline["properties"] == nil)
    }

    @Test("sends the fields of vehicles, a distance only with its unit, a range only with both ends")
    func vehicle() throws {
        let sent = try web.sent(
            "properties",
            #""make":"M","model":"X","year":2020,"state_of_vehicle":"New","mileage_value":12345,"mileage_unit":"MI","#
                + #""drivetrain":"AWD","preferred_price_range_min":1000,"preferred_price_range_max":"2000","vin":"V""#)
        #expect(
            sent["properties"]
                == #"{"make":"M","model":"X","year":2020,"state_of_vehicle":"New","#
                + #""mileage":{"value":12345,"unit":"MI"},"#
                + #""drivetrain":"AWD","preferred_price_range":[1000,2000],"vin":"V"}"#)
        let half = try web.sent("properties", #""mileage_value":12345,"preferred_price_range_min":1000"#)
        #expect(half["properties"] == nil)
    }

    @Test("sends the attribution of mobile measurement partners for apps")
    func attribution() throws {
        let event =
            #"{"context":{"app":{"app_id":"a"},"ad":{"callback":"c","campaign_id":17,"is_retargeting":false,"#
            + #""attributed":"true","attribution_share":0.5}}}"#
        let sent = try RoutingSubject(.app).sent(event)
        #expect(
            sent["ad"]
                == #"{"callback":"c","campaign_id":"17","is_retargeting":false,"attributed":true,"#
                + #""attribution_share":0.5}"#)
        #expect(try web.sent(event)["ad"] == #"{"attribution_share":0.5}"#)
    }
}
