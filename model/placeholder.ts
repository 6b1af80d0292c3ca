import type { ByteSource } from '../disc/byteSource';
import { FormatError } from './formatError';

/** Files that stand for another one after a download that went wrong, by their start. */
const placeholders = [
  {
    // github.com/git-lfs/git-lfs, docs/spec.md: the first line of a pointer file.
    start: /^version https:\/\/git-lfs\.github\.com\/spec\//,
    found: 'a pointer of Git LFS, not the file itself',
    advice: 'run git lfs pull in its folder, or download the file again',
  },
  {
    start: /^\s*<(?:!doctype html|html)\b/i,
    found: 'a web page',
    advice:
      'the download gave a page instead of the file, perhaps because it needs a login; download it again',
  },
] as const;

/** @throws FormatError when a file is what is left of a download that went wrong. */
export async function checkNoPlaceholder(source: ByteSource, label: string): Promise<void> {
  const text = new TextDecoder().decode(await source.read(0, Math.min(64, source.size)));
  const placeholder = placeholders.find(({ start }) => start.test(text));
  if (placeholder === undefined) return;
  const { found, advice } = placeholder;
  throw new FormatError({ label, field: 'the file', found, expected: 'the contents of the file', advice });
}
