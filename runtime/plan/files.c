#include "platform.h"

const char *file_name(enum plan_file file) {
  static const char *const names[FILES] = {"PLAN.BIN", "RUN.BIN", "WEIGHTS.BIN", "TOKENS.BIN"};
  return names[file];
}
