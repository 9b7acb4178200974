/// A claim about a store that did not hold, with the place that noticed.
package struct ClaimFailure: Error, CustomStringConvertible {
    /// What was expected and what was found.
    package let description: String
    /// Module and file of the expectation.
    package let fileID: String
    /// Path of the file of the expectation.
    package let filePath: String
    /// Its line, from 1.
    package let line: Int
    /// Its column, from 1.
    package let column: Int

    /// Makes a failure at a place.
    package init(_ description: String, fileID: String, filePath: String, line: Int, column: Int) {
        self.description = description
        self.fileID = fileID
        self.filePath = filePath
        self.line = line
        self.column = column
    }
}

/// Ends the claim unless the condition holds.
func expect(
    _ condition: Bool, _ words: @autoclosure () -> String, fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column
) throws {
    guard !condition else { return }
    throw ClaimFailure(words(), fileID: fileID, filePath: filePath, line: line, column: column)
}

/// Ends the claim unless what was found is what was expected.
func expectEqual<Value: Equatable>(
    _ found: Value, _ expected: Value, _ words: @autoclosure () -> String, fileID: String = #fileID,
    filePath: String = #filePath, line: Int = #line, column: Int = #column
) throws {
    guard found != expected else { return }
    let description = "\(words()): expected \(expected), found \(found)"
    throw ClaimFailure(description, fileID: fileID, filePath: filePath, line: line, column: column)
}

/// Unwraps a value, or ends the claim.
func require<Value>(
    _ value: Value?, _ words: @autoclosure () -> String, fileID: String = #fileID, filePath: String = #filePath,
    line: Int = #line, column: Int = #column
) throws -> Value {
    guard let value else {
        throw ClaimFailure(
            "\(words()): found nothing", fileID: fileID, filePath: filePath, line: line, column: column)
    }
    return value
}
