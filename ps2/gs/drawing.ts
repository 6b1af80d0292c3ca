import { hex } from '../machine/fault';
import type { Machine } from '../machine/machine';
import { loadPalette } from './palette';
import { finish, setIdentity } from './privileged';
import { general, high, isGeneral, low } from './registers';
import { drawSprite } from './sprite';
import { beginTransfer, receiveImage } from './transfer';

/** Primitives by number; 7 is none. */
const primitiveNames = ['points', 'lines', 'line strips', 'triangles', 'triangle strips', 'triangle fans'];
const sprite = 6;

/** PRIM without its type: what PRMODE may set instead. */
const modeBits = 0x7f8;

/** Writes a drawing register. @returns pixels that the GS draws or moves for it */
export function writeGeneral(machine: Machine, register: number, first: number, second: number): number {
  const { gs } = machine.state;
  if (!isGeneral(register)) {
    machine.notice(`The program writes the drawing register ${hex(register)}, which the GS does not have.`);
    return 0;
  }
  gs.general[2 * register] = first;
  gs.general[2 * register + 1] = second;
  switch (register) {
    case general.prim:
      gs.vertices = [];
      return 0;
    case general.xyzf2:
    case general.xyzf3:
      return writeVertex(
        machine,
        first & 0xffff,
        first >>> 16,
        second & 0xffffff,
        register === general.xyzf2,
      );
    case general.xyz2:
    case general.xyz3:
      return writeVertex(machine, first & 0xffff, first >>> 16, second >>> 0, register === general.xyz2);
    case general.tex0:
    case general.tex0 + 1:
      loadPalette(machine, first, second);
      return 0;
    case general.tex2:
    case general.tex2 + 1:
      mergeTex2(machine, register, first, second);
      return 0;
    case general.trxdir:
      return beginTransfer(machine);
    case general.hwreg:
      return receiveImage(machine, [first, second]);
    case general.signal:
      setIdentity(machine, 'signal', first, second);
      return 0;
    case general.finish:
      finish(machine);
      return 0;
    case general.label:
      setIdentity(machine, 'label', first, second);
      return 0;
    default:
      return 0;
  }
}

/** TEX2 changes the format and the palette of TEX0, and nothing else of it. */
function mergeTex2(machine: Machine, register: number, first: number, second: number): void {
  const { gs } = machine.state;
  const tex0 = general.tex0 + (register & 1);
  gs.general[2 * tex0] = (low(gs, tex0) & ~0x03f00000) | (first & 0x03f00000);
  gs.general[2 * tex0 + 1] = (high(gs, tex0) & 0x1f) | (second & ~0x1f);
  loadPalette(machine, low(gs, tex0), high(gs, tex0));
}

/** A vertex, which may complete a primitive. @returns pixels that it draws */
export function writeVertex(machine: Machine, x: number, y: number, z: number, isDrawn: boolean): number {
  const { gs } = machine.state;
  const prim = low(gs, general.prim);
  const type = prim & 7;
  if (type !== sprite) {
    const name = primitiveNames[type];
    if (name !== undefined && isDrawn)
      machine.notice(
        `The GS does not draw ${name}: the built-in console models sprites and image transfers.`,
      );
    return 0;
  }
  gs.vertices.push({
    x,
    y,
    z,
    color: low(gs, general.rgbaq),
    q: high(gs, general.rgbaq),
    s: low(gs, general.st),
    t: high(gs, general.st),
    uv: low(gs, general.uv),
  });
  const [start, end] = gs.vertices;
  if (start === undefined || end === undefined) return 0;
  gs.vertices = [];
  if (!isDrawn) return 0;
  const mode = (low(gs, general.prmodecont) & 1) === 0 ? low(gs, general.prmode) & modeBits : prim & modeBits;
  return drawSprite(machine, mode, start, end);
}
