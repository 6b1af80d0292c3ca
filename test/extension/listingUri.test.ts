import assert from 'node:assert/strict';
import fc from 'fast-check';
import { listingHash, listingUriParts, parseListingUri } from '../../extension/listing/listingUri';

describe('listing URI', () => {
  const hash = '0123456789abcdef';

  it('names the model and is read back, whatever the path holds', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' })), (folders) => {
        const path = [...folders, 'mod el.psnt'].map((part) => encodeURIComponent(part.toWellFormed()));
        const model = `file:///${path.join('/')}`;
        const parts = listingUriParts({ model, hash });
        assert.deepEqual(parseListingUri(parts), { model, hash });
        assert.equal(parts.path, '/Forward Pass/mod el.ps2ml');
        assert.deepEqual(
          parseListingUri({ ...parts, path: `/${hash}/mod el.ps2ml`, query: model }),
          { model, hash },
          'as an earlier version wrote it',
        );
      }),
    );
  });

  it('is not found in other URIs', () => {
    const parts = listingUriParts({ model: 'file:///a.psnt', hash });
    assert.equal(parseListingUri({ ...parts, scheme: 'file' }), undefined);
    assert.equal(parseListingUri({ ...parts, query: '' }), undefined);
    assert.equal(parseListingUri({ ...parts, path: '/0123/a.ps2ml' }), undefined);
  });

  it('has the SHA-256 of the text as its hash', async () => {
    // FIPS 180-2, appendix B.1.
    assert.equal(await listingHash('abc'), 'ba7816bf8f01cfea');
    assert.notEqual(await listingHash('abc\n'), await listingHash('abc'));
  });
});
