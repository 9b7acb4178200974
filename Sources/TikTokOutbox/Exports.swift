// Amounts, problems of events and kinds of event sources are declared in the core, and belong to this interface.
@_exported public import OutboxCore
