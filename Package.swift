// swift-tools-version: 6.2

import PackageDescription

// Every target is built with these; the loop at the end applies them.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
    .enableUpcomingFeature("ExistentialAny"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
    .enableUpcomingFeature("MemberImportVisibility"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
    .enableUpcomingFeature("InternalImportsByDefault"),
    // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0443-warning-control-flags.md
    .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let deque = Target.Dependency.product(name: "DequeModule", package: "swift-collections")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let grdbSQLite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS = Target.Dependency.product(name: "NIOTLS", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "tiktok-outbox",
    products: [
        .library(name: "TikTokOutbox", targets: ["TikTokOutbox"]),
        .executable(name: "outbox", targets: ["OutboxTool"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // glibc's settings of its allocator, which Swift's own module of it leaves out.
        .systemLibrary(name: "CMalloc"),

        .target(name: "OutboxCore"),
        .target(name: "OutboxIdentity", dependencies: ["OutboxCore", crypto]),
        .target(name: "OutboxDispatch"),
        .target(name: "OutboxYAML", dependencies: ["OutboxCore", yams]),
        .target(name: "OutboxMapping", dependencies: ["OutboxCore", "OutboxYAML"]),
        .target(
            name: "OutboxIntake",
            dependencies: ["OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxYAML", logging],
            resources: [.embedInCode("Dialects"), .embedInCode("Schema")]
        ),
        .target(
            name: "OutboxRouting",
            dependencies: ["OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxYAML"],
            resources: [.embedInCode("Defaults")]
        ),
        .target(
            name: "OutboxTikTok",
            dependencies: ["OutboxCore", asyncHTTPClient, nioCore, nioHTTP1, nioPosix, nioSSL, logging]
        ),
        .target(
            name: "OutboxWorker",
            dependencies: [
                "OutboxCore", "OutboxRouting", "OutboxDispatch", serviceLifecycle, metrics, logging,
            ]
        ),
        .target(
            name: "OutboxSQLiteMigrations",
            path: "migrations/sqlite",
            resources: [.embedInCode("sql")]
        ),
        .target(
            name: "OutboxSQLite",
            dependencies: [
                "OutboxCore", "OutboxDispatch", "OutboxIdentity", "OutboxSQLiteMigrations", "CZlib", crypto, deque,
                grdb, grdbSQLite, metrics,
            ]
        ),
        .target(name: "TikTokOutbox", dependencies: ["OutboxCore", "OutboxIntake", "OutboxSQLite", grdb]),
        .target(
            name: "OutboxConfiguration",
            dependencies: ["OutboxCore", "OutboxIntake", "OutboxMapping", "OutboxRouting", "OutboxYAML"],
            resources: [.embedInCode("Schema")]
        ),
        .target(name: "OutboxSandbox", dependencies: ["OutboxCore", nioCore, nioHTTP1, nioPosix]),
        .target(
            name: "OutboxServer",
            dependencies: [
                "OutboxCore", "OutboxIdentity", "OutboxIntake", "CZlib", nioCore, nioHTTP1, nioPosix, serviceLifecycle,
                logging,
            ],
            resources: [.embedInCode("Document")]
        ),
        .target(
            name: "OutboxCommands",
            dependencies: [
                "OutboxCore", "OutboxIdentity", "OutboxMapping", "OutboxIntake", "OutboxRouting", "OutboxTikTok",
                "OutboxWorker", "OutboxSQLite", "OutboxConfiguration", "OutboxSandbox", "OutboxServer",
                "OutboxDispatch", "OutboxYAML",
                argumentParser, serviceLifecycle, unixSignals, logging, metrics,
            ],
            resources: [.embedInCode("Pixel/snippet.js")],
            plugins: ["BuildCommitPlugin"]
        ),
        .plugin(name: "BuildCommitPlugin", capability: .buildTool, path: "Sources/BuildCommitPlugin"),
        .executableTarget(name: "OutboxTool", dependencies: ["OutboxCommands", "CMalloc"]),
        .executableTarget(
            name: "OutboxBenchmark",
            dependencies: [
                "OutboxCore", "OutboxIdentity", "OutboxIntake", "OutboxMapping", "OutboxSQLite", "OutboxRouting",
                "OutboxServer", "OutboxTikTok", "OutboxWorker", "OutboxYAML", grdbSQLite, argumentParser, logging,
                nioCore, nioPosix, serviceLifecycle,
            ]
        ),

        .target(
            name: "OutboxTestSupport",
            dependencies: [
                "OutboxCore", "OutboxIdentity", "OutboxIntake", "OutboxSQLite", crypto, nioCore, nioPosix, nioSSL,
                nioTLS,
            ],
            path: "Tests/OutboxTestSupport",
            exclude: ["Vectors/README.md"],
            resources: [.embedInCode("Vectors/segment.jsonl")]
        ),
        .executableTarget(
            name: "OutboxFuzz",
            dependencies: ["OutboxCore", "OutboxMapping", "OutboxYAML", argumentParser],
            path: "Tests/OutboxFuzz"
        ),
        .testTarget(name: "OutboxCoreTests", dependencies: ["OutboxCore", "OutboxFuzz", "OutboxTestSupport"]),
        .testTarget(
            name: "OutboxIdentityTests",
            dependencies: ["OutboxIdentity", "OutboxTestSupport"],
            resources: [.embedInCode("Vectors")]
        ),
        .testTarget(name: "OutboxYAMLTests", dependencies: ["OutboxYAML"]),
        .testTarget(
            name: "OutboxMappingTests",
            dependencies: ["OutboxMapping", "OutboxYAML", "OutboxFuzz", "OutboxTestSupport"]
        ),
        .testTarget(name: "OutboxDispatchTests", dependencies: ["OutboxDispatch", "OutboxTestSupport"]),
        .testTarget(
            name: "OutboxIntakeTests",
            dependencies: ["OutboxIdentity", "OutboxIntake", "OutboxMapping", "OutboxTestSupport"]
        ),
        .testTarget(
            name: "OutboxRoutingTests",
            dependencies: ["OutboxIntake", "OutboxMapping", "OutboxRouting", "OutboxTestSupport", "OutboxYAML"],
            resources: [.embedInCode("Vectors")]
        ),
        .testTarget(
            name: "OutboxTikTokTests",
            dependencies: ["OutboxTikTok", "OutboxSandbox", "OutboxTestSupport", nioCore, nioPosix, nioSSL, logging],
            exclude: ["Vectors/README.md"],
            resources: [.embedInCode("Vectors/responses.jsonl")]
        ),
        .testTarget(
            name: "OutboxWorkerTests",
            dependencies: ["OutboxWorker", "OutboxSQLite", "OutboxTestSupport", logging]
        ),
        .testTarget(name: "OutboxSQLiteTests", dependencies: ["OutboxSQLite", "OutboxTestSupport", grdb, grdbSQLite]),
        .testTarget(
            name: "OutboxConfigurationTests",
            dependencies: [
                "OutboxConfiguration", "OutboxIntake", "OutboxMapping", "OutboxRouting", "OutboxYAML",
                "OutboxTestSupport",
            ]
        ),
        .testTarget(
            name: "OutboxSandboxTests",
            dependencies: ["OutboxSandbox", "OutboxTestSupport", nioPosix]
        ),
        .testTarget(
            name: "OutboxServerTests",
            dependencies: [
                "OutboxServer", "OutboxIdentity", "OutboxIntake", "OutboxSQLite", "OutboxYAML", "OutboxTestSupport",
                "CZlib", nioHTTP1, serviceLifecycle, logging,
            ]
        ),
        .testTarget(
            name: "OutboxCommandsTests",
            dependencies: [
                "OutboxCommands", "OutboxConfiguration", "OutboxTikTok", "OutboxWorker", "OutboxTestSupport",
                argumentParser,
            ]
        ),
        .testTarget(
            name: "TikTokOutboxTests",
            dependencies: ["TikTokOutbox", "OutboxCore", "OutboxRouting", "OutboxSQLite", "OutboxTestSupport", grdb]
        ),
        // A package of its own as well; here its sources are built with what is built already.
        .executableTarget(
            name: "ExampleService",
            dependencies: ["TikTokOutbox", grdb],
            path: "Tests/ExampleService/Sources/ExampleService"
        ),
        .testTarget(
            name: "ExampleServiceTests",
            dependencies: ["ExampleService", "OutboxTool", "TikTokOutbox", grdb],
            path: "Tests/ExampleService/Tests/ExampleServiceTests"
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["OutboxTestSupport", "OutboxTool", "OutboxSoak", "TikTokOutbox", "ExampleService", grdb]
        ),
        .executableTarget(
            name: "OutboxSoak", dependencies: ["OutboxCore", argumentParser, grdb], path: "Tests/OutboxSoak"
        ),
        .testTarget(name: "TidyTests"),
    ]
)

for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = settings
}
