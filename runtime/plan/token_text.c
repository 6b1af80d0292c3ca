#include "token_text.h"

#include <stddef.h>

#include "../ps2ml_mailbox.h"
#include "crc32.h"
#include "failure.h"
#include "output.h"
#include "plan_file.h"

#define CHECK(holds, ...)                                                   \
  do {                                                                      \
    if (!(holds)) return fail(PS2ML_ERROR_TOKENS, "TOKENS.BIN: " __VA_ARGS__); \
  } while (0)

#define TOKENS_MAJOR 1u

struct tokens_file {
  char magic[8];
  uint16_t major;
  uint16_t minor;
  uint32_t file_bytes;
  uint32_t crc;
  uint32_t reserved_0;
  uint32_t count;
  uint32_t bos, eos;
  uint32_t text;
  uint32_t reserved_1[6];
  uint32_t offsets[];
};

#include "tokens_layout.h"

_Static_assert(offsetof(struct tokens_file, offsets) == TOKENS_FILE_BYTES, "offsets");

static const struct tokens_file *tokens;

static const char magic[8] = {'P', 'S', '2', 'M', 'T', 'O', 'K', 'S'};

static int is_tokens(const struct tokens_file *file) {
  for (int i = 0; i < 8; i++) {
    if (file->magic[i] != magic[i]) return 0;
  }
  return 1;
}

int token_text_use(const void *memory, uint32_t bytes) {
  const struct tokens_file *const file = memory;
  CHECK(bytes >= sizeof *file && is_tokens(file), "the file does not start with PS2MTOKS. Rebuild the image.");
  CHECK(file->major == TOKENS_MAJOR, "format %u.%u; this program supports 1.x. Use an image and EE program from the same release.", file->major,
        file->minor);
  CHECK(file->file_bytes == bytes, "its header says %u bytes, the file has %u. Rebuild the image.", file->file_bytes, bytes);
  const uint32_t crc = crc32_without(file, bytes, offsetof(struct tokens_file, crc));
  CHECK(crc == file->crc, "CRC-32 is %x, its header says %x: the file is damaged. Rebuild the image.", crc, file->crc);
  /* Rows without a token pad the vocabulary, by up to a quarter. */
  CHECK(file->count <= plan->vocabulary && plan->vocabulary - file->count <= file->count / 4, "it has %u tokens, the model %u. Use the model's tokenizer.",
        file->count, plan->vocabulary);
  CHECK(file->text <= bytes && file->text >= sizeof *file + (file->count + (uint64_t)1) * 4,
        "its text starts at %u of %u bytes. Rebuild the image.", file->text, bytes);
  uint32_t last = 0;
  for (uint32_t i = 0; i <= file->count; i++) {
    CHECK(file->offsets[i] >= last && file->offsets[i] <= bytes - file->text,
          "the bytes of token %u are at %u. Rebuild the image.", i, file->offsets[i]);
    last = file->offsets[i];
  }
  tokens = file;
  return 0;
}

const char *token_text(uint32_t id, uint32_t previous, uint32_t *bytes) {
  *bytes = 0;
  if (tokens == 0 || id == tokens->bos || id >= tokens->count) return "";
  const char *const text = (const char *)tokens + tokens->text + tokens->offsets[id];
  *bytes = tokens->offsets[id + 1] - tokens->offsets[id];
  if (*bytes == 0 || *text != ' ' || previous != tokens->bos || previous == NONE) return text;
  (*bytes)--;
  return text + 1;
}

void token_text_print(uint32_t id, uint32_t previous) {
  uint32_t bytes;
  const char *const text = token_text(id, previous, &bytes);
  if (bytes > 0) print_text(text, bytes);
}
