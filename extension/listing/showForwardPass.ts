import * as vscode from 'vscode';
import { chooseModel } from '../debug/modelChoice';
import { errorText } from '../errorText';
import type { Platform } from '../platform';
import type { ListingFiles } from './listingFiles';
import { makeListing } from './listings';

/** Opens the listing of `model`, or of the model in front, without a session. */
export async function showForwardPass(
  platform: Platform,
  files: ListingFiles,
  model: vscode.Uri | undefined,
): Promise<void> {
  const uri = model ?? (await chooseModel());
  if (uri === undefined) return;
  try {
    const listing = await makeListing(platform, uri);
    files.remember(listing);
    await vscode.window.showTextDocument(listing.uri, { preview: false });
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
