/** The program did something that the machine cannot continue from; the message is a sentence for its author. */
export class MachineFault extends Error {
  constructor(
    message: string,
    /** EE address concerned, when there is one. */
    readonly address?: number,
  ) {
    super(message);
    this.name = 'MachineFault';
  }
}

/** An address or number as programmers write it. */
export const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
