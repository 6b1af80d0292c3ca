import * as vscode from 'vscode';
import { errorText } from '../../common/errorText';
import { inspectedUri, inspectorViewType } from '../inspector/inspectedUri';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import type { LaunchParts } from '../debug/launchedProgram';
import { buildImage } from './buildImage';
import type { KnownImages } from './knownImages';
import { modelsInImage } from './imageFiles';
import { runImage, type RunPlaces } from './runImage';
import { uriInImage } from './imageUri';

/** Registers the commands that build and run disc images, open models on them and that link an inspector's file to its image. */
export function imageCommands(
  parts: LaunchParts,
  images: KnownImages,
  places: RunPlaces,
): vscode.Disposable[] {
  const { registerCommand } = vscode.commands;
  const { platform } = parts;
  return [
    registerCommand('ps2ml.inspectImage', (uri?: vscode.Uri) => guarded(() => inspectImage(platform, uri))),
    registerCommand('ps2ml.buildImage', (uri?: vscode.Uri, target?: vscode.Uri) =>
      guarded(() => buildImage(parts, uri, target)),
    ),
    registerCommand('ps2ml.runImage', (uri?: vscode.Uri) =>
      guarded(async () => {
        const image = uri ?? (await pickImage('Disc image to run on the built-in console'));
        if (image !== undefined) await runImage(platform, places, image);
      }),
    ),
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
  const image = given ?? (await pickImage('Disc image with a model'));
  if (image === undefined) return;
  const models = await modelsInImage(platform, image);
  const name = fileNameOf(image);
  if (models.length === 0) {
    throw new Error(
      `${name} does not contain a .psnt file. Images built by PS2 ML contain repacked weights instead; open the .psnt that the image was built from.`,
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
  const image = await pickImage(`Disc image with ${fileNameOf(model)}`);
  if (image !== undefined) await images.choose(model, image);
}

async function pickImage(title: string): Promise<vscode.Uri | undefined> {
  const files = await vscode.window.showOpenDialog({ title, filters: { 'Disc images': ['iso'] } });
  return files?.[0];
}
