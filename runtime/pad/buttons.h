/* Buttons of a controller, by their bit in its answer (ps2sdk, libpad.h). */
#ifndef PAD_BUTTONS_H
#define PAD_BUTTONS_H

enum button {
  BUTTON_SELECT = 1 << 0,
  BUTTON_START = 1 << 3,
  BUTTON_UP = 1 << 4,
  BUTTON_RIGHT = 1 << 5,
  BUTTON_DOWN = 1 << 6,
  BUTTON_LEFT = 1 << 7,
  BUTTON_L1 = 1 << 10,
  BUTTON_R1 = 1 << 11,
  BUTTON_TRIANGLE = 1 << 12,
  BUTTON_CIRCLE = 1 << 13,
  BUTTON_CROSS = 1 << 14
};

#endif
