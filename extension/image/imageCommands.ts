import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { inspectedUri, inspectorViewType } from '../inspector/inspectedUri';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import type { KnownImages } from './knownImages';
import { modelsInImage } from './imageFiles';
import { uriInImage } from './imageUri';

/** Registers what opens models on disc images, and what tells an inspector which image holds its file. */
export function imageCommands(platform: Platform, images: KnownImages): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  return [
    registerCommand('ps2ml.inspectImage', (uri?: vscode.Uri) => guarded(() => inspectImage(platform, uri))),
    registerCommand('ps2ml.chooseImage', (uri?: vscode.Uri) => guarded(() => chooseImage(images, uri))),
  ];
}

async function guarded(run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}

async function inspectImage(platform: Platform, given: vscode.Uri | undefined): Promise<void> {
  const image = given ?? (await pickImage('Disc image that holds a model'));
  if (image === undefined) return;
  const models = await modelsInImage(platform, image);
  const name = fileNameOf(image);
  if (models.length === 0) {
    throw new Error(
      `${name} holds no .psnt file: images built by PS2 ML hold the weights repacked for the console, so open the .psnt that it was built from; an image for another program may hold the file itself.`,
    );
  }
  const items = models.map(({ path, size, lba }) => ({
    label: path,
    description: `${size} bytes at sector ${lba}`,
  }));
  const picked =
    items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: `Models in ${name}` });
  if (picked === undefined) return;
  await vscode.commands.executeCommand('vscode.openWith', uriInImage(image, picked.label), inspectorViewType);
}

async function chooseImage(images: KnownImages, given: vscode.Uri | undefined): Promise<void> {
  const model = given ?? inspectedUri();
  if (model === undefined) return;
  const image = await pickImage(`Disc image that holds ${fileNameOf(model)}`);
  if (image !== undefined) await images.choose(model, image);
}

async function pickImage(title: string): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({ title, filters: { 'Disc images': ['iso'] } });
  return files?.[0];
}
