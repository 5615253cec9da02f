// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is built as strictly as the language goes; a warning is an error.
let strict: [SwiftSetting] =
  [
    "ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault",
    "NonisolatedNonsendingByDefault", "InferIsolatedConformances",
  ].map { .enableUpcomingFeature($0) } + [
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
  ]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let realModule = Target.Dependency.product(name: "RealModule", package: "swift-numerics")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")

let package = Package(
  name: "scorehouse",
  products: [
    .executable(name: "scorehouse", targets: ["CLI"]),
    .library(name: "Warehouse", targets: ["Warehouse"]),
    .library(name: "Ingest", targets: ["Ingest"]),
    .library(name: "Query", targets: ["Query"]),
    .library(name: "Evaluate", targets: ["Evaluate"]),
    .library(name: "Statistics", targets: ["Statistics"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-numerics", exact: "1.1.1"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2", traits: []),
  ],
  targets: [
    // The C edges: a module map, or a small C++ file behind a C header, and nothing else.
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .target(
      name: "CSimdJSON",
      linkerSettings: [.linkedLibrary("simdjson")]),
    // libpq and libcurl are loaded when they are first called: they would double the time to start.
    .target(name: "CForwarding"),
    .target(name: "CPostgres", dependencies: ["CForwarding"]),
    .target(name: "CCurl", dependencies: ["CForwarding"]),

    // Pure mathematics: no I/O, nothing of ours below it.
    .target(name: "Statistics", dependencies: [realModule], swiftSettings: strict),

    // The layers; an arrow of dependency points upwards in this list only.
    .target(name: "Storage", dependencies: ["CSQLite", "CPostgres"], swiftSettings: strict),
    .target(
      name: "Warehouse", dependencies: ["Storage", crypto], swiftSettings: strict,
      plugins: ["EmbedSQL"]),
    .target(
      name: "Ingest",
      dependencies: ["Warehouse", "Storage", "CSimdJSON", "CZlib", crypto, systemPackage],
      swiftSettings: strict),
    .target(
      name: "Query", dependencies: ["Warehouse", "Storage", "Statistics", realModule],
      swiftSettings: strict),
    .target(name: "Transport", dependencies: ["CCurl"], swiftSettings: strict),
    .target(
      name: "Evaluate",
      dependencies: [
        "Transport", "Ingest", "Warehouse", "Storage", crypto, subprocess, systemPackage, yams,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "CLI",
      dependencies: [
        "Warehouse", "Ingest", "Query", "Statistics", "Evaluate", "Transport", argumentParser,
        systemPackage,
      ],
      swiftSettings: strict,
      // In the place of the C library's malloc, for being linked: see docs/decisions/0054.
      linkerSettings: [.linkedLibrary("mimalloc")]),

    // migrations/*.sql become Swift string literals of the Warehouse target.
    .plugin(name: "EmbedSQL", capability: .buildTool(), dependencies: ["embed-sql"]),
    .executableTarget(name: "embed-sql", swiftSettings: strict),

    .executableTarget(
      name: "bare-loop", path: "Benchmarks/bare-loop",
      linkerSettings: [.linkedLibrary("simdjson"), .linkedLibrary("sqlite3")]),
    .executableTarget(
      name: "scorehouse-bench", path: "Benchmarks/scorehouse-bench", swiftSettings: strict),

    // A store with as many calls as wanted, for scripts/bench.
    .executableTarget(
      name: "scorehouse-ledger", dependencies: ["Warehouse", "Storage"],
      path: "Benchmarks/scorehouse-ledger", swiftSettings: strict),

    // Calls to an endpoint, to be measured against another client; scripts/bench-calls runs both.
    .executableTarget(
      name: "scorehouse-calls", dependencies: ["Evaluate", "Transport"],
      path: "Benchmarks/scorehouse-calls", exclude: ["openai_client.py"], swiftSettings: strict),

    // Ratings from a million battles, to be measured against another program.
    .executableTarget(
      name: "scorehouse-ratings", dependencies: ["Statistics"],
      path: "Benchmarks/scorehouse-ratings", exclude: ["arena_rank_fit.py"],
      swiftSettings: strict),

    .executableTarget(
      name: "scorehouse-copybench", dependencies: ["Warehouse", "Storage"],
      path: "Benchmarks/scorehouse-copybench", swiftSettings: strict),

    // Mutated files of results, for the tests and for scripts/fuzz.
    .target(
      name: "Fuzzing", dependencies: ["Ingest", "Query", "Warehouse", "Storage"],
      path: "Tests/Fuzzing", swiftSettings: strict),
    .executableTarget(
      name: "scorehouse-fuzz", dependencies: ["Fuzzing"], path: "Benchmarks/scorehouse-fuzz",
      swiftSettings: strict),

    // What tests share, and the tests.
    .target(name: "TestSupport", swiftSettings: strict),
    .testTarget(
      name: "StorageTests", dependencies: ["Storage", "Warehouse", "CSQLite", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "WarehouseTests", dependencies: ["Warehouse", "Storage", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "IngestTests",
      dependencies: [
        "Ingest", "Query", "Statistics", "Warehouse", "Storage", "CZlib", "TestSupport", "Fuzzing",
        crypto,
      ],
      swiftSettings: strict),
    .testTarget(
      name: "QueryTests",
      dependencies: ["Query", "Ingest", "Statistics", "Warehouse", "Storage", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "StatisticsTests", dependencies: ["Statistics", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "TransportTests", dependencies: ["Transport", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "EvaluateTests",
      dependencies: [
        "Evaluate", "Transport", "Ingest", "Query", "Warehouse", "Storage", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "CLITests", dependencies: ["CLI", "Warehouse", "Storage", "TestSupport"],
      swiftSettings: strict),
    .testTarget(name: "TidyTests", dependencies: [crypto], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
