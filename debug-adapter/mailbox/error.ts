/** The mailbox is damaged, or the program does not respond. The message is a sentence for the user. */
export class MailboxError extends Error {
  override readonly name = 'MailboxError';
}

export const hex = (value: number): string => `0x${(value >>> 0).toString(16).padStart(8, '0')}`;
