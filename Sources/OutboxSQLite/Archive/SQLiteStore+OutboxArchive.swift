import OutboxCore

// Status, list, histories, pauses and bulk changes are in files of their own beside this one.
extension SQLiteStore: OutboxArchive {}
