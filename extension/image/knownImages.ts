import * as vscode from 'vscode';
import type { ByteSource } from '../../disc/byteSource';
import type { ImagePlace } from '../../webviews/messages/inspector';
import type { Platform } from '../platform';
import { fileNameOf } from '../uris';
import { placeInImage } from './imageFiles';

/** Remembers which disc image holds a model's file. */
export class KnownImages implements vscode.Disposable {
  private readonly choices = new vscode.EventEmitter<vscode.Uri>();
  /** An image was chosen for this model. */
  readonly onDidChoose = this.choices.event;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly platform: Platform,
  ) {}

  /**
   * Remembers the image, so that the inspector shows where the file is on it.
   * @throws Error when the image does not contain the model.
   */
  async choose(model: vscode.Uri, image: vscode.Uri): Promise<void> {
    const file = await this.platform.openFile(model);
    try {
      if ((await placeInImage(this.platform, image, file.source)) === undefined) {
        throw new Error(
          `${fileNameOf(image)} does not contain ${fileNameOf(model)}: no file on it has the same size, start and end.`,
        );
      }
    } finally {
      await file.close();
    }
    await this.memory.update(keyOf(model), image.toString());
    this.choices.fire(model);
  }

  /** Where the file is on the chosen image; undefined without an image, or when the image no longer contains it. */
  async placeOf(model: vscode.Uri, source: ByteSource): Promise<ImagePlace | undefined> {
    const image = this.memory.get<string>(keyOf(model));
    if (image === undefined) return undefined;
    try {
      return await placeInImage(this.platform, vscode.Uri.parse(image, true), source);
    } catch {
      // The image is missing or has changed: the file can be inspected without it.
      return undefined;
    }
  }

  dispose(): void {
    this.choices.dispose();
  }
}

const keyOf = (model: vscode.Uri): string => `image:${model.toString()}`;
