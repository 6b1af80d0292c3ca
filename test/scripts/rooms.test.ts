import { strict as assert } from 'node:assert';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { rooms } from '../../scripts/rooms.mjs';
import { projectRoot } from '../support/project';

/** Where a room's relative imports lead, as paths from the project's root. */
function importsOf(room: string): string[] {
  const found: string[] = [];
  for (const name of readdirSync(path.join(projectRoot, room), { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.ts')) continue;
    const file = path.join(room, name);
    const text = readFileSync(path.join(projectRoot, file), 'utf8');
    for (const [, from, dynamic] of text.matchAll(/from '(\.[^']*)'|import\('(\.[^']*)'\)/g)) {
      const spec = from ?? dynamic ?? '';
      found.push(path.posix.join(path.posix.dirname(file.replaceAll('\\', '/')), spec));
    }
  }
  return found;
}

describe('the rooms of the house', () => {
  for (const [room, allowed] of Object.entries(rooms)) {
    it(`${room} uses each arrow that it is allowed`, () => {
      const targets = importsOf(room);
      assert.ok(targets.length > 0 || allowed.length === 0);
      for (const other of allowed) {
        const isUsed = targets.some((target) => target === other || target.startsWith(`${other}/`));
        assert.ok(isUsed, `${room} may import ${other}, but does not: take it out of scripts/rooms.mjs.`);
      }
    });
  }

  it('are the folders that docs/architecture.md draws, with the same arrows', () => {
    const text = readFileSync(path.join(projectRoot, 'docs/architecture.md'), 'utf8');
    const drawn = [...text.matchAll(/^ {2}([\w-]+) --> ([\w-]+(?: & [\w-]+)*)$/gm)].flatMap(([, from, to]) =>
      (to ?? '').split(' & ').map((name) => `${from ?? ''} → ${name}`),
    );
    const allowed = Object.entries(rooms).flatMap(([room, others]) =>
      others.map((other) => `${room} → ${other.split('/')[0] ?? ''}`),
    );
    assert.deepEqual(drawn.sort(), allowed.sort());
    for (const room of Object.keys(rooms)) assert.ok(existsSync(path.join(projectRoot, room)), room);
  });
});
