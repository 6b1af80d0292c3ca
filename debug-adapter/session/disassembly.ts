import type { DebugProtocol } from '@vscode/debugprotocol';
import { disassemble } from '../../ee/disassemble';
import { ramBytes } from '../../common/ram';
import { formatAddress } from '../../model/plan/units';
import { AdapterError } from '../errors/adapterError';
import { noInstructions } from '../debuggee/refusals';
import { addressOf } from '../values/memory';
import type { Target } from '../targets/target';
import { viewOf } from '../../common/littleEndian';

const instructionBytes = 4;
/** Editors request a few hundred; more than this is a mistake. */
const mostInstructions = 10_000;

/**
 * The instructions that an editor requests. The protocol requires exactly the requested number, so each address outside
 * RAM gets a placeholder line.
 * @throws AdapterError when the target has no program in memory or the arguments are invalid.
 */
export async function disassemblyAt(
  target: Target,
  args: DebugProtocol.DisassembleArguments,
): Promise<DebugProtocol.DisassembledInstruction[]> {
  const { memoryReference, offset = 0, instructionOffset = 0, instructionCount } = args;
  if (!target.symbolOf) throw noInstructions(target.descriptor);
  // Editors scroll to lines before the first address, which are shown as outside memory.
  const base = addressOf(memoryReference, 0);
  if (instructionCount > mostInstructions) {
    throw new AdapterError(
      'arguments',
      `${instructionCount} instructions are too many: request ${mostInstructions} at most.`,
    );
  }
  const start = Math.floor((base + offset) / instructionBytes + instructionOffset) * instructionBytes;
  const from = Math.min(Math.max(start, 0), ramBytes);
  const end = Math.min(Math.max(start + instructionCount * instructionBytes, from), ramBytes);
  const bytes = await target.readMemory(from, end - from);
  const view = viewOf(bytes);
  const symbolOf = (address: number): string | undefined => target.symbolOf?.(address);
  return Array.from({ length: instructionCount }, (_, index) => {
    const address = start + index * instructionBytes;
    const at = address - from;
    if (at < 0 || at + instructionBytes > bytes.length) return invalidAt(address);
    const word = view.getUint32(at, true);
    const symbol = symbolOf(address);
    return {
      address: formatAddress(address),
      instructionBytes: word.toString(16).padStart(8, '0'),
      instruction: disassemble(word, address, symbolOf),
      ...(symbol !== undefined && !symbol.includes('+') && { symbol }),
    };
  });
}

function invalidAt(address: number): DebugProtocol.DisassembledInstruction {
  return {
    address: formatAddress(Math.max(0, address)),
    instruction: 'outside memory',
    presentationHint: 'invalid',
  };
}
