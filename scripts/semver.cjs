// Stands for `semver/functions/parse` and `…/satisfies` in bundles: vscode-languageclient only checks whether VS Code is
// new enough for it, which the manifest's `engines` guarantees before the extension is loaded.
module.exports = () => ({ prerelease: [] });
