extension Configuration {
    /// Reads and checks a file.
    ///
    /// Blocks for the time of reading a small file. Relative paths in the file begin at its own folder. A missing file
    /// is an error.
    package static func load(path: String) -> ConfigurationReport {
        let absolute = FilePath.absolute(path, in: FilePath.workingFolder())
        let folder = FilePath.folder(of: absolute)
        switch FileContents.read(absolute, limit: maximumFileBytes) {
        case .failure(.missing):
            let problem = ConfigurationProblem(
                path: "", problem: "no such file: run `outbox init`", file: path, line: nil)
            return ConfigurationReport(errors: [problem])
        case .failure(let failure):
            let problem = ConfigurationProblem(
                path: "", problem: "cannot be read: \(failure)", file: path, line: nil)
            return ConfigurationReport(errors: [problem])
        case .success(let contents):
            return load(bytes: contents.bytes, file: path, folder: folder)
        }
    }

    /// The absolute folder of a file, where relative paths in it begin.
    package static func folder(of file: String) -> String {
        FilePath.folder(of: FilePath.absolute(file, in: FilePath.workingFolder()))
    }

    /// Checks a text that stands, or will stand, in a file of that name in that absolute folder.
    package static func load(bytes: [UInt8], file: String, folder: String) -> ConfigurationReport {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let bytes = bytes.starts(with: mark) ? Array(bytes.dropFirst(mark.count)) : bytes
        guard bytes.count <= maximumFileBytes else {
            let problem = ConfigurationProblem(
                path: "", problem: "larger than \(SizeText.write(maximumFileBytes))", file: file, line: nil)
            return ConfigurationReport(errors: [problem])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            let problem = ConfigurationProblem(
                path: "", problem: "not UTF-8 from this line on", suggestion: "save the file as UTF-8", file: file,
                line: lineOfInvalidUTF8(in: bytes))
            let databasePath = ConfigurationReader.databasePath(
                ofUnreadable: String(decoding: bytes, as: UTF8.self), file: file, folder: folder)
            return ConfigurationReport(errors: [problem], databasePath: databasePath)
        }
        return ConfigurationReader.read(text, file: file, folder: folder)
    }

    private static func lineOfInvalidUTF8(in bytes: [UInt8]) -> Int {
        var line = 1
        var parser = Unicode.UTF8.ForwardParser()
        var iterator = bytes.makeIterator()
        while case .valid(let scalar) = parser.parseScalar(from: &iterator) {
            if scalar.first == 0x0A { line += 1 }
        }
        return line
    }
}
