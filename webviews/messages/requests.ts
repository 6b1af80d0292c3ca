/**
 * Questions of a page to the extension, in addition to the content that it pulls. Each is answered once: by its result, or by
 * a sentence that says why there is none. Progress may come before; a page may take a question back.
 */
export type FromPage =
  | { readonly type: 'request'; readonly id: number; readonly name: string; readonly argument: unknown }
  | { readonly type: 'cancel'; readonly id: number };

export type ToPage =
  | { readonly type: 'result'; readonly id: number; readonly result: unknown }
  | { readonly type: 'refused'; readonly id: number; readonly message: string }
  | { readonly type: 'progress'; readonly id: number; readonly done: number; readonly total: number };
