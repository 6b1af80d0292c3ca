/** Commands between EE and IOP (ps2sdk: SIF_CMD_…). */
export const commands = {
  changeAddress: 0x80000000,
  setRegister: 0x80000001,
  initialise: 0x80000002,
  reset: 0x80000003,
  rpcEnd: 0x80000008,
  rpcBind: 0x80000009,
  rpcCall: 0x8000000a,
  rpcOtherData: 0x8000000c,
} as const;

/** A packet of the command layer: { size, 0, command, option, words … }. */
export function commandPacket(
  command: number,
  option: number,
  words: readonly number[],
  bytes: number,
): Uint8Array {
  const packet = new Uint8Array(bytes);
  const view = new DataView(packet.buffer);
  view.setUint32(0, bytes, true);
  view.setUint32(8, command, true);
  view.setUint32(12, option, true);
  words.forEach((word, i) => view.setUint32(16 + 4 * i, word, true));
  return packet;
}

/**
 * Tells the EE that a bind, call or data request has finished; always 64 bytes.
 * @param command which of the three it was
 * @param words server, buffer, second buffer (of a bind)
 */
export function endPacket(
  recordId: number,
  packetAddress: number,
  rpcId: number,
  client: number,
  command: number,
  words: readonly number[],
): Uint8Array {
  return commandPacket(commands.rpcEnd, 0, [recordId, packetAddress, rpcId, client, command, ...words], 64);
}
