/** Bytes of main memory that the EE has. */
export const ramBytes = 32 * 1024 * 1024;
