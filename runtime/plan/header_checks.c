#include "crc32.h"
#include "memory_map.h"
#include "plan_checks.h"
#include "platform.h"

static const char magic[8] = {'P', 'S', '2', 'M', 'P', 'L', 'A', 'N'};

static int is_plan(const struct plan_header *header) {
  for (int i = 0; i < 8; i++) {
    if (header->magic[i] != magic[i]) return 0;
  }
  return 1;
}

int check_header(const struct plan_header *header, uint32_t file_bytes) {
  CHECK(is_plan(header), "PLAN.BIN: the file does not start with PS2MPLAN: it is not a plan. " REBUILD);
  CHECK(header->major == PLAN_MAJOR, "PLAN.BIN: format %u.%u; this program supports 2.x. Use an image and EE program from the same release.",
        header->major, header->minor);
  CHECK(header->arithmetic == ARITHMETIC_FLOATS || header->arithmetic == ARITHMETIC_INTEGERS,
        "PLAN.BIN: arithmetic version %u; this program supports 1 and 2. Use an image and EE program from the same release.",
        header->arithmetic);
  CHECK(header->header_bytes == sizeof *header, "PLAN.BIN: the header has %u bytes, expected 512. " REBUILD,
        header->header_bytes);
  CHECK(header->file_bytes == file_bytes, "PLAN.BIN: the header says %u bytes, the disc has %u. " REBUILD,
        header->file_bytes, file_bytes);
  const uint32_t sectors = (file_bytes + SECTOR_BYTES - 1) / SECTOR_BYTES;
  CHECK(header->load_address % 64 == 0 && is_inside(header->load_address, (uint64_t)sectors * SECTOR_BYTES,
                                                    platform_memory_start(), platform_memory_end()),
        "PLAN.BIN: its %u bytes do not fit at %x; plan memory is %x to %x. " REBUILD, file_bytes,
        header->load_address, platform_memory_start(), platform_memory_end());
  return 0;
}

/* f32 with a positive value that is neither tiny nor infinite. */
static int is_positive(float value) { return value > 0.0f && value < 3e38f; }

int check_shape(void) {
  const struct plan_header *const p = plan;
  CHECK(p->layers > 0 && p->heads > 0 && p->kv_heads > 0 && p->vocabulary > 0 && p->seq_len > 0 && p->hidden_dim > 0,
        "PLAN.BIN: a size of the model is 0. " REBUILD);
  CHECK(p->head_dim > 0 && p->head_dim % 2 == 0, "PLAN.BIN: the head size %u is not even. " REBUILD, p->head_dim);
  CHECK(p->dim == (uint64_t)p->heads * p->head_dim, "PLAN.BIN: dim %u is not %u heads of %u. " REBUILD, p->dim, p->heads,
        p->head_dim);
  CHECK(p->kv_dim == (uint64_t)p->kv_heads * p->head_dim && p->heads % p->kv_heads == 0,
        "PLAN.BIN: %u KV heads of width %u do not match %u heads. " REBUILD, p->kv_heads, p->kv_dim, p->heads);
  CHECK(p->context == (uint64_t)p->seq_len + p->registers, "PLAN.BIN: the context %u is not %u + %u registers. " REBUILD,
        p->context, p->seq_len, p->registers);
  CHECK(p->batch > 0 && p->batch <= p->context, "PLAN.BIN: a batch of %u positions in a context of %u. " REBUILD, p->batch,
        p->context);
  CHECK(is_positive(p->eps) && is_positive(p->attention_scale), "PLAN.BIN: eps or attention scale is not a positive number. " REBUILD);
  const uint64_t table_bytes = (uint64_t)p->context * (p->head_dim / 2) * 4;
  const uint32_t end = p->load_address + p->file_bytes;
  CHECK(p->cos_address % 4 == 0 && is_inside(p->cos_address, table_bytes, p->load_address, end) && p->sin_address % 4 == 0 &&
            is_inside(p->sin_address, table_bytes, p->load_address, end),
        "PLAN.BIN: the tables of cos at %x and sin at %x are outside the file. " REBUILD, p->cos_address, p->sin_address);
  return 0;
}

int check_plan(void) {
  const uint32_t crc = crc32_without(plan, plan->file_bytes, offsetof(struct plan_header, crc));
  CHECK(crc == plan->crc, "PLAN.BIN: CRC-32 is %x, its header says %x: the file is damaged. " REBUILD, crc, plan->crc);
  if (check_places() < 0 || check_shape() < 0 || check_tables() < 0) return -1;
  return check_matrices() < 0 ? -1 : check_operations();
}
