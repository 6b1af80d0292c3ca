/* TOKENS.BIN as model/plan/format describes it. Made by a test, not by hand: UPDATE_GOLDEN=1 npx mocha test/runtime/layout.test.ts */
#include "layout.h"

CODE(TOKENS_MAJOR, 1u);

#define TOKENS_FILE_BYTES 64u
SIZE(tokens_file, 64);
MEMBER(tokens_file, magic, 0, 8);
MEMBER(tokens_file, major, 8, 2);
MEMBER(tokens_file, minor, 10, 2);
MEMBER(tokens_file, file_bytes, 12, 4);
MEMBER(tokens_file, crc, 16, 4);
MEMBER(tokens_file, count, 24, 4);
MEMBER(tokens_file, bos, 28, 4);
MEMBER(tokens_file, eos, 32, 4);
MEMBER(tokens_file, text, 36, 4);
