import * as vscode from 'vscode';
import { chooseModel } from '../debug/modelChoice';
import { errorText } from '../../common/errorText';
import type { ListingMaker } from './listings';

/** Opens the listing of the model of `uri`, or of the model in front, without a session. */
export async function showForwardPass(listingOf: ListingMaker, uri: vscode.Uri | undefined): Promise<void> {
  const model = await chooseModel(uri);
  if (model === undefined) return;
  try {
    const listing = await listingOf(model);
    await vscode.window.showTextDocument(listing.uri, { preview: false });
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
