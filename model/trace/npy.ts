/** The header of a NumPy file, format 1.0: a table of f32 in rows. Header and data start at multiples of 64 bytes. */
export function npyHeader(rows: number, cols: number): Uint8Array {
  const description = `{'descr': '<f4', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`;
  const start = 10;
  const bytes = Math.ceil((start + description.length + 1) / 64) * 64;
  const header = new Uint8Array(bytes).fill(0x20);
  header.set([0x93, ...new TextEncoder().encode('NUMPY'), 1, 0]);
  new DataView(header.buffer).setUint16(8, bytes - start, true);
  header.set(new TextEncoder().encode(description), start);
  header[bytes - 1] = 0x0a;
  return header;
}
