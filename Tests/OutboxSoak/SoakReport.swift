/// What a run ended with.
struct SoakReport {
    var lines: [String] = []
    var failures: [String] = []
    /// What the last line says where all is well, and where it is not.
    var verdicts = (sound: "everything adds up", unsound: "it does not add up")

    /// Whether everything adds up.
    var isSound: Bool { failures.isEmpty }

    /// Notes a figure, and a failure where it is not what it must be.
    mutating func expect(_ name: String, _ found: Int, _ wanted: Int) {
        lines.append("\(name): \(found)")
        if found != wanted { failures.append("\(name) is \(found), not \(wanted)") }
    }

    func print() {
        for line in lines { Swift.print(line) }
        for failure in failures { Swift.print("WRONG: \(failure)") }
        Swift.print(isSound ? verdicts.sound : verdicts.unsound)
    }
}
