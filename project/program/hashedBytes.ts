/** Files up to this size are read whole for every request, for their hash and signs of damage, which takes about 0.3 s. */
export const hashedBytes = 64 * 1024 * 1024;
