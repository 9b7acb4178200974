import Foundation
import PackagePlugin

/// Writes the commit that is being built into a source file, so that `outbox --version` can name it.
@main
struct BuildCommitPlugin: BuildToolPlugin {
    /// Asks git; where there is no repository (a source archive) or no git, the commit is `unknown`.
    ///
    /// The file is touched only when the commit is another one, so that a second build has nothing to do.
    private static let script = """
        commit=$(git -C "$1" rev-parse --short=12 HEAD 2>/dev/null) || commit=unknown
        changed=$(git -C "$1" status --porcelain --untracked-files=no 2>/dev/null | head -n 1)
        [ -z "$changed" ] || commit="$commit, changed"
        text="/// The commit that the binary was built from.
        enum BuildCommit {
            /// Its hash, or \\`unknown\\` where the build could not ask git.
            static let text = \\"$commit\\"
        }"
        [ "$(cat "$2/BuildCommit.swift" 2>/dev/null)" = "$text" ] || printf '%s\\n' "$text" >"$2/BuildCommit.swift"
        """

    func createBuildCommands(context: PluginContext, target: any Target) -> [Command] {
        [
            .prebuildCommand(
                displayName: "Asking git for the commit",
                executable: URL(filePath: "/bin/sh"),
                arguments: [
                    "-c", Self.script, "sh", context.package.directoryURL.path(),
                    context.pluginWorkDirectoryURL.path(),
                ],
                outputFilesDirectory: context.pluginWorkDirectoryURL)
        ]
    }
}
