import assert from 'node:assert/strict';
import fc from 'fast-check';
import { linkPath, linkQuery, parseLink } from '../../extension/inspector/deepLinkParts';

describe('link to a place in a model', () => {
  it('is read back, whatever file and matrix are called', () => {
    const target = fc.record(
      { matrix: fc.string(), offset: fc.nat(), length: fc.nat() },
      { requiredKeys: [] },
    );
    const name = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.constantFrom('a&b.psnt', 'a+b=c?#.psnt', '100%25 & more'),
    );
    fc.assert(
      fc.property(name, target, (file, place) => {
        // VS Code decodes a link before it hands it over.
        const query = decodeURIComponent(linkQuery(file, place));
        assert.deepEqual(parseLink(linkPath, query), { file, ...place });
      }),
    );
  });

  it('takes offsets in hexadecimal, and says what is wrong', () => {
    assert.equal(parseLink('/open', 'file=a&offset=0x10').offset, 16);
    assert.throws(() => parseLink('/run', 'file=a'), /starts with \/run, expected \/open/);
    assert.throws(() => parseLink('/open', 'matrix=a'), /has no "file" parameter/);
    assert.throws(() => parseLink('/open', 'file=HTTPS://a/b.psnt'), /can open local files only/);
    assert.throws(() => parseLink('/open', 'file=a&offset=-1'), /"offset" in the link is "-1"/);
    assert.throws(() => parseLink('/open', 'file=a&length=1e99'), /length/);
  });
});
