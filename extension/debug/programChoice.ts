import type * as vscode from 'vscode';
import { chooseProject, isProjectFile, projectInFront } from '../project/projectFiles';
import { projectOfModel } from '../project/resolver';
import { chooseModel, modelInFront } from './modelChoice';

/**
 * What to run, a model or the `ps2ml.json` of a project: what a menu gave; the project in front; the model in front,
 * by its project when it has one; else a project of the workspace, else a model.
 */
export async function chooseProgram(uri?: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (uri !== undefined) return isProjectFile(uri) ? uri : chooseModel(uri);
  const front = projectInFront() === undefined ? modelInFront() : undefined;
  if (front !== undefined) return (await projectOfModel(front)) ?? front;
  return (await chooseProject()) ?? chooseModel();
}
