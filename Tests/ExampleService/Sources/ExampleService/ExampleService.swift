import GRDB
import Glibc

/// A service that takes orders on stdin, one a line, and answers each on stdout when it is on disk.
///
///     $ ExampleService shop.db
///     ord-1 2 ada@example.com
///     taken ord-1
///     ord-2 5000000 bob@example.com
///     sold out ord-2
@main struct ExampleService {
    static func main() async throws {
        guard let path = CommandLine.arguments.dropFirst().first else { return print("usage: ExampleService FILE") }
        let shop = try Shop(path: path)
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard words.count == 3, let pieces = Int(words[1]) else {
                answer("an order is: id pieces email")
                continue
            }
            do {
                try await shop.take(Order(id: words[0], pieces: pieces, email: words[2]))
                answer("taken \(words[0])")
            } catch is Shop.SoldOut {
                answer("sold out \(words[0])")
            } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
                answer("known \(words[0])")
            }
        }
    }

    /// Answers at once: who reads it may count on it.
    private static func answer(_ text: String) {
        print(text)
        fflush(nil)
    }
}
