import type { JsonValue } from '../../json';
import { oneStatement } from './statements';

const refusal = 'PS2 ML does not support scaled positions; use a model without them';

/**
 * The base of RoPE's angles, wherever it is stated: at the top level, or in `rope_parameters` or `rope_scaling`, as
 * different versions of transformers write it.
 * @throws FormatError when positions are scaled, only a part of a head is turned, or two statements differ.
 */
export function ropeTheta(json: JsonValue): number {
  const groups = ['rope_parameters', 'rope_scaling'].map((name) => json.get(name)).filter((v) => v.exists);
  for (const group of groups) checkUnscaled(group);
  for (const holder of [json, ...groups]) checkWhole(holder.get('partial_rotary_factor'));
  const stated = oneStatement([json, ...groups].map((holder) => holder.get('rope_theta')));
  return stated?.number() ?? 10000;
}

/** Of the type "default", or linear by the factor 1. */
function checkUnscaled(group: JsonValue): void {
  const type = oneStatement([group.get('rope_type'), group.get('type')]);
  const factor = group.get('factor');
  const kind = type?.string() ?? 'default';
  if (kind === 'linear' && factor.value === 1) return;
  if (kind !== 'default') throw group.wrong('null, or of the type "default"', refusal);
  // Without a type the other fields must not scale either.
  const known = ['rope_type', 'type', 'rope_theta', 'partial_rotary_factor'];
  for (const [key, value] of group.entries()) {
    if (known.includes(key) || (key === 'factor' && value.value === 1) || !value.exists) continue;
    if (type === undefined) throw group.wrong('null, or of the type "default"', refusal);
    if (typeof value.value === 'object') throw value.wrong('a number', refusal);
  }
}

function checkWhole(partial: JsonValue): void {
  if (partial.exists && partial.number() !== 1) {
    throw partial.wrong('1', 'PS2 ML turns whole heads; use a model that does so too');
  }
}
