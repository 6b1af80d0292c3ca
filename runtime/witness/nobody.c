/* Nobody is at the witness: it runs by itself. */
#include "../plan/platform.h"

enum wish platform_choose(struct run_settings *settings) {
  (void)settings;
  return WISH_NONE;
}
enum wish platform_wish(void) { return WISH_NONE; }
int platform_has_person(void) { return 0; }

enum wish platform_after_text(void) { return WISH_NONE; }
