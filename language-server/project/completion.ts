import { CompletionItemKind, type CompletionItem, type Position, type Range } from 'vscode-languageserver';
import { formatBytes } from '../../model/plan/units';
import type { TargetRegistry } from '../../targets/registry';
import { targets } from '../../targets/targets';
import { uriBeside, type Files } from '../files/files';
import type { JsonPlace, ProjectText } from './projectText';
import { fileOf } from './projectText';

/** The files that a field may refer to. */
interface FileKind {
  readonly what: string;
  readonly pattern: RegExp;
  /** A folder itself is allowed. */
  readonly folders?: true;
}

const elf: FileKind = { what: 'program', pattern: /\.elf$|^[A-Z]{4}_\d{3}\.\d{2}$/i };
const anyFile: FileKind = { what: 'file for the disc', pattern: /^(?!ps2ml\.json$)/ };

const fileKinds: readonly (readonly [field: RegExp, kind: FileKind])[] = [
  [
    /^model$/,
    { what: 'model', pattern: /^(?!.*tokenizer).*\.(?:psnt|bin|gguf|safetensors|pt|pth)$/i, folders: true },
  ],
  [/^tokenizer$/, { what: 'tokenizer', pattern: /\.(?:bin|model|json|gguf)$/i }],
  [/^elf(?:\.file)?$/, elf],
  [/^elf\.make$/, { what: 'folder', pattern: /^$/, folders: true }],
  [/^files\.\d+(?:\.file)?$/, anyFile],
];

const prompts = ['Once upon a time', 'One day, a little girl named Lily', 'The PlayStation 2 is'];

export interface CompletionSources {
  readonly files: Files;
  /** URI of the project. */
  readonly uri: string;
  /** The editor knows the choices of a field from the schema. */
  readonly jsonSchema: boolean;
  /** How many tokens a text has, if there is a tokenizer. */
  readonly tokensOf: (text: string) => number | undefined;
  /** The targets that a project may name, when they are not those that there are. */
  readonly targets?: TargetRegistry;
}

/** The completions at the cursor: files, prompts, targets. */
export async function completionsAt(
  text: ProjectText,
  position: Position,
  sources: CompletionSources,
): Promise<CompletionItem[]> {
  const place = text.placeAt(position);
  if (place.isKey) return [];
  const field = place.path.join('.');
  const write = writer(text, place, position);
  if (/^prompts\.\d+$/.test(field)) {
    return prompts.map((prompt) => {
      const tokens = sources.tokensOf(prompt);
      return {
        ...write(prompt),
        kind: CompletionItemKind.Text,
        ...(tokens !== undefined && { detail: `${tokens} tokens` }),
      };
    });
  }
  if (field === 'target' && !sources.jsonSchema) {
    return (sources.targets ?? targets).all.map(({ id, description }) => ({
      ...write(id),
      kind: CompletionItemKind.EnumMember,
      detail: description,
    }));
  }
  const kind = fileKinds.find(([pattern]) => pattern.test(field))?.[1];
  return kind ? filesAt(place, kind, sources, write) : [];
}

/** An item that replaces the existing text inside its quotes, or adds quotes where there are none. */
function writer(
  { rangeAt }: ProjectText,
  { node }: JsonPlace,
  position: Position,
): (value: string) => Pick<CompletionItem, 'label' | 'filterText' | 'textEdit'> {
  const isText = node?.type === 'string';
  const range: Range =
    node && isText ? rangeAt(node.offset, node.length) : { start: position, end: position };
  return (value) => {
    const quoted = JSON.stringify(value);
    return { label: value, filterText: isText ? quoted : value, textEdit: { range, newText: quoted } };
  };
}

async function filesAt(
  { node }: JsonPlace,
  { what, pattern, folders }: FileKind,
  { files, uri }: CompletionSources,
  write: ReturnType<typeof writer>,
): Promise<CompletionItem[]> {
  const typed: unknown = node?.type === 'string' ? node.value : '';
  const folder = typeof typed === 'string' ? typed.replace(/[^/\\]*$/, '') : '';
  const at = fileOf(uri, folder === '' ? '.' : folder);
  if (at === undefined) return [];
  const names = await files.list(at).catch(() => []);
  const shown = names.filter((name) => !name.startsWith('.') && (name.endsWith('/') || pattern.test(name)));
  return Promise.all(
    shown.map(async (name) => {
      const isFolder = name.endsWith('/');
      const status = isFolder ? undefined : await files.status(uriBeside(at, name)).catch(() => undefined);
      const detail = isFolder ? 'folder' : `${what}${status ? `, ${formatBytes(status.size)}` : ''}`;
      const value = isFolder && folders ? name.slice(0, -1) : name;
      return {
        ...write(`${folder}${value}`),
        kind: isFolder ? CompletionItemKind.Folder : CompletionItemKind.File,
        detail,
        // Matching files come before folders.
        sortText: `${isFolder ? 1 : 0}${name}`,
      };
    }),
  );
}
