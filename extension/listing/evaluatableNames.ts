import * as vscode from 'vscode';

/** A whole name of the listing: VS Code alone would take `layers.00` of `layers.00.attn.wq` under the pointer. */
const name = /[A-Za-z]\w*(?:\.\w+)*/;

/** What a hover in a stopped listing asks for the value of. */
export const evaluatableNames: vscode.EvaluatableExpressionProvider = {
  provideEvaluatableExpression(document, position) {
    const range = document.getWordRangeAtPosition(position, name);
    const isComment = document.lineAt(position).text.slice(0, position.character).includes('#');
    return range && !isComment ? new vscode.EvaluatableExpression(range) : undefined;
  },
};
