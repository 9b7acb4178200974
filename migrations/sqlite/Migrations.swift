/// One step of the schema.
package struct Migration: Sendable {
    /// Its place in the order, from 1.
    package let number: Int
    /// Its name: the file's name without number and ending.
    package let name: String
    /// The statements, as they stand in the file.
    package let sql: [UInt8]
    /// SHA-256 of the file in hexadecimal digits, written down here so that an edit does not go unnoticed.
    package let checksum: String
}

/// The schema of the outbox on SQLite, oldest step first.
package enum Migrations {
    /// Every step that this version knows.
    ///
    /// An applied one is never edited: add another.
    package static let all: [Migration] = [
        Migration(
            number: 1, name: "initial", sql: PackageResources.v0001_initial_sql,
            checksum: "3f2dfcbc72a80b2a6898c11de99dfef5e04661399d608402257d84915954ad2e"
        ),
        Migration(
            number: 2, name: "routing", sql: PackageResources.v0002_routing_sql,
            checksum: "580c132cbc995114be05ed972e9290c4563b42f17abb3c0acda333060c9c0ca8"
        ),
        Migration(
            number: 3, name: "producers", sql: PackageResources.v0003_producers_sql,
            checksum: "e87e5aadac75dfc2551ff132738cd44ea6ca3928791d4dc42c5ba74731c9be47"
        ),
        Migration(
            number: 4, name: "sendings", sql: PackageResources.v0004_sendings_sql,
            checksum: "42ac7bd7a178c9321962914148155ff1226f2e0d529d5a246c05d33d339ecfc5"
        ),
        Migration(
            number: 5, name: "waiting", sql: PackageResources.v0005_waiting_sql,
            checksum: "a2930deefcdb7ac0b94d81bc23b44f1922c7ded295078545e437b507bf3b0b7c"
        ),
        Migration(
            number: 6, name: "twins", sql: PackageResources.v0006_twins_sql,
            checksum: "79f02890ed0fb543afb09f273a927abf4251f3b925f1d1f797950c4cc60bb410"
        ),
    ]
}
