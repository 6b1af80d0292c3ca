import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Stop } from '../debuggee/stop';
import type { Target } from '../targets/target';
import type { Item } from '../variables/item';
import type { VariableStore } from '../variables/store';
import { activationItems } from './activations';
import { kvCacheItems } from './kvCache';
import { lastResultItems } from './lastResult';
import { logitItems } from './logits';
import { passItems } from './pass';
import { reportedBufferItems } from './reportedBuffers';
import { registerItems } from './registers';
import { weightItems } from './weights';

interface ScopeKind {
  readonly name: string;
  /** Reading it may take a moment, so editors open it only on request. */
  readonly expensive: boolean;
  readonly presentationHint?: string;
  /** Whether a target has this scope. Default: every target has it. */
  readonly exists?: (target: Target) => boolean;
  readonly items: (stop: Stop) => readonly Item[] | Promise<readonly Item[]>;
}

const kinds: readonly ScopeKind[] = [
  { name: 'Last result', expensive: false, presentationHint: 'returnValue', items: lastResultItems },
  {
    name: 'Activations',
    expensive: false,
    presentationHint: 'locals',
    exists: ({ plan }) => !plan.described,
    items: activationItems,
  },
  {
    name: 'Buffers',
    expensive: false,
    presentationHint: 'locals',
    exists: ({ plan }) => plan.described !== undefined,
    items: reportedBufferItems,
  },
  { name: 'Logits', expensive: false, items: logitItems },
  { name: 'Pass', expensive: false, items: passItems },
  { name: 'KV cache', expensive: true, exists: ({ plan }) => !plan.described, items: kvCacheItems },
  { name: 'Weights', expensive: true, items: weightItems },
  {
    name: 'CPU registers',
    expensive: true,
    presentationHint: 'registers',
    exists: (target) => target.registers !== undefined,
    items: registerItems,
  },
];

/** The scopes of a stop; the same for each of its frames. */
export function scopesOf(stop: Stop, store: VariableStore): DebugProtocol.Scope[] {
  const { target } = stop.facts;
  const present = kinds.filter(({ exists }) => exists?.(target) ?? true);
  return present.map(({ name, expensive, presentationHint, items }) => ({
    name,
    expensive,
    ...(presentationHint !== undefined && { presentationHint }),
    variablesReference: store.add({ kind: 'named', items: () => Promise.resolve(items(stop)) }),
  }));
}
