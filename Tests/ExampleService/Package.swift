// swift-tools-version: 6.2

import PackageDescription

// A service of its own, as yours is: in your package the dependency is
// .package(url: "https://github.com/…/tiktok-outbox", from: "…").
let package = Package(
    name: "example-service",
    dependencies: [
        .package(name: "tiktok-outbox", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "ExampleService",
            dependencies: [
                .product(name: "TikTokOutbox", package: "tiktok-outbox"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
        .testTarget(
            name: "ExampleServiceTests",
            dependencies: [
                "ExampleService",
                .product(name: "TikTokOutbox", package: "tiktok-outbox"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)]
        ),
    ]
)
