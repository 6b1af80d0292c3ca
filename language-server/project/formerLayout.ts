import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { readLayoutFields } from '../../model/plan/layoutWords';
import type { Finding } from './finding';
import { jsonTreeOf } from '../../project/jsonTree';

/** The fields of `layout` that have another name now, each with the fix that writes it. */
export function formerLayoutFindings(text: string): Finding[] {
  const root = jsonTreeOf(text);
  const layout = root && findNodeAtLocation(root, ['layout']);
  if (layout?.type !== 'object') return [];
  const given = getNodeValue(layout) as Readonly<Record<string, unknown>>;
  return readLayoutFields(given).former.flatMap(({ former, field, word }) => {
    const member = memberOf(layout, former);
    if (member === undefined) return [];
    const now = `${JSON.stringify(field)}: ${JSON.stringify(word)}`;
    const { offset, length } = member;
    const fix = { title: `Write ${now}`, replacement: { offset, length, text: now } };
    return [
      {
        code: 'former-layout',
        severity: 'hint',
        message: `"layout.${former}" is now called "${field}": write ${now}.`,
        place: { offset, length },
        // Where the new field stands as well, this one is only to be removed.
        fixes: given[field] === undefined ? [fix] : [],
      },
    ];
  });
}

/** The node of a field and its value. */
function memberOf(object: Node, name: string): Node | undefined {
  return object.children?.find(({ children: [key] = [] }) => key?.value === name);
}
