import OutboxCore

/// The format of `date(fmt)`: text with the directives of `strftime` that need no language and no zone.
struct TimeFormat: Sendable {
    private enum Piece: Sendable {
        case text(String)
        /// A part of ISO 8601 in UTC, `2026-11-22T14:03:21.482Z`: offsets in its text.
        case part(Range<Int>)
        case seconds
    }

    private let pieces: [Piece]

    /// The directives, for messages.
    static let directives = "%Y %m %d %H %M %S %L (milliseconds) %F (%Y-%m-%d) %T (%H:%M:%S) %s (epoch) %%"

    /// Reads a format; nil if it has another directive.
    init?(_ format: String) {
        var pieces: [Piece] = []
        var text = ""
        var rest = Substring(format)
        while let character = rest.popFirst() {
            guard character == "%" else {
                text.append(character)
                continue
            }
            guard let directive = rest.popFirst() else { return nil }
            if directive == "%" {
                text.append("%")
                continue
            }
            guard let piece = Self.piece(directive) else { return nil }
            if !text.isEmpty { pieces.append(.text(text)) }
            text = ""
            pieces.append(piece)
        }
        if !text.isEmpty { pieces.append(.text(text)) }
        self.pieces = pieces
    }

    private static func piece(_ directive: Character) -> Piece? {
        switch directive {
        case "Y": .part(0..<4)
        case "m": .part(5..<7)
        case "d": .part(8..<10)
        case "H": .part(11..<13)
        case "M": .part(14..<16)
        case "S": .part(17..<19)
        case "L": .part(20..<23)
        case "F": .part(0..<10)
        case "T": .part(11..<19)
        case "s": .seconds
        default: nil
        }
    }

    /// A time of the years 0 to 9999 in this format.
    func text(of time: Timestamp) -> String {
        let whole = Array(time.iso8601.utf8)
        var text = ""
        for piece in pieces {
            switch piece {
            case .text(let literal): text += literal
            case .part(let range): text += String(decoding: whole[range], as: UTF8.self)
            case .seconds: text += String(time.seconds)
            }
        }
        return text
    }
}
