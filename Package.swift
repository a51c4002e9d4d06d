// swift-tools-version: 6.2
import PackageDescription

/// Fuzzing instruments every module, so that the fuzzer sees which branches an input takes.
let isFuzzed = Context.environment["WEIR_FUZZ"] != nil
let sanitizers = ["-sanitize=fuzzer,address", "-sanitize-coverage=edge,trace-cmp,inline-8bit-counters,pc-table"]

/// Intel's and AMD's processors since 2013 count bits and shuffle bytes in one step; a compiler that is not told uses neither.
#if arch(x86_64)
    let processor: [SwiftSetting] = [.unsafeFlags(["-Xcc", "-march=x86-64-v2"], .when(configuration: .release))]
#else
    let processor: [SwiftSetting] = []
#endif

// Boundaries are guarded by the compiler: imports are internal unless said otherwise, members are visible only
// through a module that is imported, and existentials are spelled out.
let settings: [SwiftSetting] =
    processor + [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InferIsolatedConformances"),
        // One stage holds a batch at a time; asking the runtime at every cell costs a quarter of the night. The tests,
        // built for debugging, still ask.
        .unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)),
    ] + (isFuzzed ? [.unsafeFlags(sanitizers)] : [])

/// A module of weir: `Weir` + its name, in `Sources/<path>`.
func module(_ name: String, at path: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: "Weir" + name, dependencies: dependencies, path: "Sources/" + path, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: ["TestSupport"] + dependencies, path: "Tests/\(name)Tests",
        swiftSettings: settings)
}

let log = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")
let sqlite = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqliteCalls = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

let nouns: [Target] = [
    module("Core", at: "Core", ["CBytes"]),
    module("Flow", at: "Flow", ["WeirCore"]),
    module("Keys", at: "Keys", ["WeirCore", crypto]),
    module("Formats", at: "Formats", ["WeirCore", "CBytes", "CZlib", "CZip", "CExpat", "CReadStat"]),
    module("Study", at: "Study", ["WeirCore", "WeirFormats", yaml]),
    module("State", at: "State", ["WeirCore", "WeirKeys", sqlite]),
    module("Report", at: "Report", ["WeirCore", "WeirFormats", "CWording", mustache]),
]

// In the order of the data's way.
let stages: [Target] = [
    module("Ingest", at: "Stages/Ingest", ["WeirCore", "WeirFormats", "WeirKeys"]),
    module("Redact", at: "Stages/Redact", ["WeirCore", "CLexicon", "CVectorscan"]),
    module("Harmonise", at: "Stages/Harmonise", ["WeirCore"]),
    module("Merge", at: "Stages/Merge", ["WeirCore"]),
    module("Protect", at: "Stages/Protect", ["WeirCore"]),
    module("Deliver", at: "Stages/Deliver", ["WeirCore", "WeirFormats", sqlite, sqliteCalls]),
    module("Record", at: "Stages/Record", ["WeirCore", "WeirKeys"]),
]

let program: [Target] = [
    module(
        "Pipeline", at: "Pipeline",
        [
            "WeirCore", "WeirFlow", "WeirKeys", "WeirFormats", "WeirStudy", "WeirState", "WeirReport", "WeirIngest",
            "WeirRedact", "WeirHarmonise", "WeirMerge", "WeirProtect", "WeirDeliver", "WeirRecord", log,
        ]),
    module("Sample", at: "Sample", ["WeirCore", "WeirFormats", "WeirStudy", "WeirKeys"]),
    .executableTarget(
        name: "weir",
        dependencies: [
            "WeirCore", "WeirFlow", "WeirKeys", "WeirStudy", "WeirPipeline", "WeirRecord", "WeirRedact", "WeirReport",
            "WeirSample", arguments,
            log,
        ],
        path: "Sources/Command", swiftSettings: settings,
        // Every night digests the program's file: what is for a debugger is left out (a profile needs -S instead of -s).
        linkerSettings: [
            .unsafeFlags(
                ["-use-ld=lld", "-Xlinker", "-s", "-Xlinker", "--gc-sections"],
                .when(platforms: [.linux], configuration: .release))
        ]),
]

let system: [Target] = [
    .systemLibrary(
        name: "CZlib", path: "Sources/System/CZlib", pkgConfig: "zlib",
        providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]),
    .systemLibrary(
        name: "CZip", path: "Sources/System/CZip", pkgConfig: "libzip",
        providers: [.apt(["libzip-dev"]), .brew(["libzip"])]),
    .systemLibrary(
        name: "CExpat", path: "Sources/System/CExpat", pkgConfig: "expat",
        providers: [.apt(["libexpat1-dev"]), .brew(["expat"])]),
    // It has no file for pkg-config.
    .systemLibrary(
        name: "CReadStat", path: "Sources/System/CReadStat",
        providers: [.apt(["libreadstat-dev"]), .brew(["readstat"])]
    ),
    .systemLibrary(
        name: "CVectorscan", path: "Sources/System/CVectorscan", pkgConfig: "libhs",
        providers: [.apt(["libvectorscan-dev"]), .brew(["vectorscan"])]),
    // A header alone.
    .systemLibrary(name: "CBytes", path: "Sources/System/CBytes"),
    // The word lists, embedded as they stand.
    .target(
        name: "CLexicon", path: "Sources/Lexicon",
        exclude: ["lists", "NOTICE", "english.py", "context.py", "context.model"]),
    // What partners read in five languages, embedded as translators edit it.
    .target(name: "CWording", path: "Sources/Wording", exclude: ["wording.csv"]),
]

let testTargets: [Target] = [
    .target(
        name: "TestSupport", dependencies: ["WeirCore", "WeirFormats"], path: "Tests/Support",
        swiftSettings: settings),
    tests("Core", ["WeirCore"]),
    tests("Flow", ["WeirFlow", "WeirCore"]),
    tests("Formats", ["WeirFormats", "WeirCore"]),
    tests("Keys", ["WeirKeys", "WeirCore", crypto]),
    tests("Study", ["WeirStudy", "WeirCore"]),
    tests("State", ["WeirState", "WeirCore", "WeirKeys", sqlite]),
    tests("Report", ["WeirReport", "WeirCore"]),
    tests("Ingest", ["WeirIngest", "WeirCore", "WeirKeys", "WeirFormats"]),
    tests("Redact", ["WeirRedact", "WeirCore"]),
    tests("Harmonise", ["WeirHarmonise", "WeirCore"]),
    tests("Merge", ["WeirMerge", "WeirCore"]),
    tests("Protect", ["WeirProtect", "WeirCore"]),
    tests("Deliver", ["WeirDeliver", "WeirCore", "WeirFormats", sqlite]),
    tests("Record", ["WeirRecord", "WeirCore", "WeirKeys"]),
    tests(
        "Pipeline",
        [
            "WeirPipeline", "WeirCore", "WeirFlow", "WeirKeys", "WeirFormats", "WeirIngest", "WeirStudy", "WeirState",
            "WeirReport", "WeirRecord", "WeirRedact",
        ]),
]

// It exists only when the environment asks for it, because it brings libFuzzer's main function.
let fuzzTargets: [Target] =
    isFuzzed
    ? [
        .executableTarget(
            name: "Fuzz", dependencies: ["WeirCore", "WeirFormats", "WeirIngest", "WeirPipeline", "WeirStudy"],
            path: "Tests/Fuzz",
            exclude: ["Seeds"], swiftSettings: settings + [.unsafeFlags(["-parse-as-library"])],
            linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])])
    ] : []

// What measures the compression by itself exists only then too.
let measuringTargets: [Target] =
    Context.environment["WEIR_DEFLATE"] == nil
    ? []
    : [
        .executableTarget(
            name: "Deflate", dependencies: ["WeirFormats"], path: "Tests/Performance/Deflate", swiftSettings: settings)
    ]

let package = Package(
    name: "weir",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "weir", targets: ["weir"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: system + nouns + stages + program + testTargets + fuzzTargets + measuringTargets
)
