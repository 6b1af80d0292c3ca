import * as vscode from 'vscode';
import { parseProject, type ParsedProject } from '../../project/parse';
import { usedProjects } from '../../project/program/resolveFile';
import { projectFileName } from '../../project/project';
import { fileNameOf, fromLaunchPath } from '../uris';

/** Whether a file makes its folder a project. */
export const isProjectFile = (uri: vscode.Uri): boolean => fileNameOf(uri) === projectFileName;

/** Every `ps2ml.json` of the workspace, in any order. */
export async function allProjectFiles(): Promise<vscode.Uri[]> {
  return vscode.workspace.findFiles(`**/${projectFileName}`, '**/node_modules/**');
}

/** The `ps2ml.json` files of the workspace that are used, those of the outer folders first. */
export async function projectFiles(): Promise<vscode.Uri[]> {
  const byName = new Map((await allProjectFiles()).map((uri) => [uri.toString(), uri]));
  return usedProjects([...byName.keys()]).flatMap((name) => byName.get(name) ?? []);
}

/** The `ps2ml.json` that is open in front. */
export function projectInFront(): vscode.Uri | undefined {
  const open = vscode.window.activeTextEditor?.document.uri;
  return open !== undefined && isProjectFile(open) ? open : undefined;
}

/** What a project calls `path`: relative to its folder, or absolute. */
export function inProject(file: vscode.Uri, path: string): vscode.Uri {
  return fromLaunchPath(path, vscode.Uri.joinPath(file, '..'));
}

/** The saved text of a `ps2ml.json`, and the project in it. @throws Error when it cannot be read. */
export async function readProject(file: vscode.Uri): Promise<ParsedProject & { readonly text: string }> {
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
  return { text, ...parseProject(text) };
}

/** The active project, else the workspace's only one, else the one that the user picks; undefined for none. */
export async function chooseProject(): Promise<vscode.Uri | undefined> {
  const front = projectInFront();
  if (front !== undefined) return front;
  const files = await projectFiles();
  if (files.length < 2) return files[0];
  const items = files.map((uri) => ({
    label: vscode.workspace.asRelativePath(vscode.Uri.joinPath(uri, '..')),
    uri,
  }));
  return (await vscode.window.showQuickPick(items, { title: 'Project' }))?.uri;
}
