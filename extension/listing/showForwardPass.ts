import * as vscode from 'vscode';
import { chooseModel } from '../debug/modelChoice';
import { errorText } from '../errorText';
import type { ListingMaker } from './listings';

/** Opens the listing of `model`, or of the model in front, without a session. */
export async function showForwardPass(listingOf: ListingMaker, model: vscode.Uri | undefined): Promise<void> {
  const uri = model ?? (await chooseModel());
  if (uri === undefined) return;
  try {
    const listing = await listingOf(uri);
    await vscode.window.showTextDocument(listing.uri, { preview: false });
  } catch (error) {
    void vscode.window.showErrorMessage(errorText(error));
  }
}
