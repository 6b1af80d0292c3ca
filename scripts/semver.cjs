// Stands for `semver/functions/parse` and `…/satisfies` in bundles: vscode-languageclient asks only whether VS Code is
// new enough for it, and the manifest's `engines` has said so before the extension is loaded.
module.exports = () => ({ prerelease: [] });
