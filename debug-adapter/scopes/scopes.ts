import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from '../stop';
import type { Item } from '../variables/item';
import type { VariableStore } from '../variables/store';
import { activationItems } from './activations';
import { kvCacheItems } from './kvCache';
import { lastResultItems } from './lastResult';
import { logitItems } from './logits';
import { passItems } from './pass';
import { weightItems } from './weights';

interface ScopeKind {
  readonly name: string;
  /** It may take a moment, so that editors open it only when asked to. */
  readonly expensive: boolean;
  readonly presentationHint?: string;
  readonly items: (stop: Stop) => readonly Item[] | Promise<readonly Item[]>;
}

const kinds: readonly ScopeKind[] = [
  { name: 'Last result', expensive: false, presentationHint: 'returnValue', items: lastResultItems },
  { name: 'Activations', expensive: false, presentationHint: 'locals', items: activationItems },
  { name: 'Logits', expensive: false, items: logitItems },
  { name: 'Pass', expensive: false, items: passItems },
  { name: 'KV cache', expensive: true, items: kvCacheItems },
  { name: 'Weights', expensive: true, items: weightItems },
];

/** The scopes of a stop; the same for each of its frames. */
export function scopesOf(stop: Stop, store: VariableStore): DebugProtocol.Scope[] {
  return kinds.map(({ items, ...scope }) => ({
    ...scope,
    variablesReference: store.add({ kind: 'named', items: () => Promise.resolve(items(stop)) }),
  }));
}
