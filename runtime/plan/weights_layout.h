/* WEIGHTS.BIN as model/plan/format describes it. Made by a test, not by hand: UPDATE_GOLDEN=1 npx mocha test/runtime/layout.test.ts */
#include "layout.h"

CODE(WEIGHTS_MAJOR, 2u);

#define WEIGHTS_HEADER_BYTES 2048u
SIZE(weights_header, 48);
MEMBER(weights_header, magic, 0, 8);
MEMBER(weights_header, major, 8, 2);
MEMBER(weights_header, minor, 10, 2);
MEMBER(weights_header, sectors, 12, 4);
MEMBER(weights_header, id, 16, 32);
