/* PLAN.BIN as model/plan/format describes it. Made by a test, not by hand: UPDATE_GOLDEN=1 npx mocha test/runtime/layout.test.ts */
#include "layout.h"

CODE(NONE, 4294967295u);
CODE(PLAN_MAJOR, 2u);
CODE(REGIONS, 0u);
CODE(BUFFERS, 1u);
CODE(MATRICES, 2u);
CODE(PARTS, 3u);
CODE(TILES, 4u);
CODE(READS, 5u);
CODE(OPERATIONS, 6u);
CODE(LAYERS, 7u);
CODE(LIVENESS, 8u);
CODE(STRINGS, 9u);
CODE(TABLES, 10u);

#define PLAN_HEADER_BYTES 512u
SIZE(plan_header, 512);
MEMBER(plan_header, magic, 0, 8);
MEMBER(plan_header, major, 8, 2);
MEMBER(plan_header, minor, 10, 2);
MEMBER(plan_header, arithmetic, 12, 4);
MEMBER(plan_header, header_bytes, 16, 4);
MEMBER(plan_header, file_bytes, 20, 4);
MEMBER(plan_header, crc, 24, 4);
MEMBER(plan_header, load_address, 28, 4);
MEMBER(plan_header, arena_start, 32, 4);
MEMBER(plan_header, arena_end, 36, 4);
MEMBER(plan_header, stack_start, 40, 4);
MEMBER(plan_header, stack_end, 44, 4);
MEMBER(plan_header, run_address, 48, 4);
MEMBER(plan_header, run_bytes, 52, 4);
MEMBER(plan_header, tokens_address, 56, 4);
MEMBER(plan_header, tokens_bytes, 60, 4);
MEMBER(plan_header, weights_id, 64, 32);
MEMBER(plan_header, weights_sectors, 96, 4);
MEMBER(plan_header, batch, 100, 4);
MEMBER(plan_header, dim, 104, 4);
MEMBER(plan_header, hidden_dim, 108, 4);
MEMBER(plan_header, layers, 112, 4);
MEMBER(plan_header, unique_layers, 116, 4);
MEMBER(plan_header, heads, 120, 4);
MEMBER(plan_header, kv_heads, 124, 4);
MEMBER(plan_header, head_dim, 128, 4);
MEMBER(plan_header, kv_dim, 132, 4);
MEMBER(plan_header, vocabulary, 136, 4);
MEMBER(plan_header, seq_len, 140, 4);
MEMBER(plan_header, registers, 144, 4);
MEMBER(plan_header, context, 148, 4);
MEMBER(plan_header, flags, 152, 4);
MEMBER(plan_header, eps, 156, 4);
MEMBER(plan_header, rope_theta, 160, 4);
MEMBER(plan_header, attention_scale, 164, 4);
MEMBER(plan_header, cos_address, 168, 4);
MEMBER(plan_header, sin_address, 172, 4);
MEMBER(plan_header, model_name, 176, 4);
MEMBER(plan_header, ee_floats, 180, 4);
MEMBER(plan_header, model_context, 184, 4);
MEMBER(plan_header, tables, 192, 120);

#define TABLE_PLACE_BYTES 12u
SIZE(table_place, 12);
MEMBER(table_place, offset, 0, 4);
MEMBER(table_place, count, 4, 4);
MEMBER(table_place, entry_bytes, 8, 4);

#define REGION_BYTES 16u
SIZE(region, 16);
MEMBER(region, name, 0, 4);
MEMBER(region, kind, 4, 4);
MEMBER(region, start, 8, 4);
MEMBER(region, end, 12, 4);

#define BUFFER_BYTES 48u
SIZE(buffer, 40);
MEMBER(buffer, name, 0, 4);
MEMBER(buffer, kind, 4, 4);
MEMBER(buffer, type, 8, 4);
MEMBER(buffer, start, 12, 4);
MEMBER(buffer, end, 16, 4);
MEMBER(buffer, rows, 20, 4);
MEMBER(buffer, cols, 24, 4);
MEMBER(buffer, stride, 28, 4);
MEMBER(buffer, row_meaning, 32, 4);
MEMBER(buffer, layer, 36, 4);
CODE(BUFFER_ACTIVATION, 0u);
CODE(BUFFER_KV, 1u);
CODE(BUFFER_SCRATCH, 2u);
CODE(BUFFER_WEIGHTS, 3u);
CODE(BUFFER_TOKENS, 4u);
CODE(ELEMENT_F32, 0u);
CODE(ELEMENT_I32, 1u);
CODE(ELEMENT_I16, 2u);

#define MATRIX_BYTES 48u
SIZE(matrix, 40);
MEMBER(matrix, name, 0, 4);
MEMBER(matrix, layer, 4, 4);
MEMBER(matrix, rows, 8, 4);
MEMBER(matrix, cols, 12, 4);
MEMBER(matrix, type, 16, 4);
MEMBER(matrix, resident, 20, 4);
MEMBER(matrix, address, 24, 4);
MEMBER(matrix, first_part, 28, 4);
MEMBER(matrix, parts, 32, 4);
MEMBER(matrix, arrangement, 36, 4);
CODE(TYPE_F32, 0u);
CODE(TYPE_TERNARY, 1u);
CODE(TYPE_Q4, 4u);
CODE(TYPE_Q4G32, 5u);
CODE(TYPE_Q8, 8u);
CODE(ARRANGED_ROWS, 0u);
CODE(ARRANGED_BANDS, 1u);

#define PART_BYTES 32u
SIZE(part, 28);
MEMBER(part, row_start, 0, 4);
MEMBER(part, rows, 4, 4);
MEMBER(part, file_offset, 8, 4);
MEMBER(part, bytes, 12, 4);
MEMBER(part, data_offset, 16, 4);
MEMBER(part, stride, 20, 4);
MEMBER(part, address, 24, 4);

#define TILE_BYTES 32u
SIZE(tile, 32);
MEMBER(tile, matrix, 0, 4);
MEMBER(tile, part, 4, 4);
MEMBER(tile, row_start, 8, 4);
MEMBER(tile, rows, 12, 4);
MEMBER(tile, stride, 16, 4);
MEMBER(tile, scales_address, 20, 4);
MEMBER(tile, data_address, 24, 4);
MEMBER(tile, read, 28, 4);

#define READ_BYTES 48u
SIZE(read, 40);
MEMBER(read, flags, 0, 4);
MEMBER(read, matrix, 4, 4);
MEMBER(read, part, 8, 4);
MEMBER(read, sector, 12, 4);
MEMBER(read, sectors, 16, 4);
MEMBER(read, bytes, 20, 4);
MEMBER(read, address, 24, 4);
MEMBER(read, issued_before, 28, 4);
MEMBER(read, needed_by, 32, 4);
MEMBER(read, crc, 36, 4);
CODE(READ_PRELOAD, 1u);
CODE(READ_ROW, 2u);

#define OPERATION_BYTES 192u
SIZE(operation, 184);
MEMBER(operation, id, 0, 4);
MEMBER(operation, kind, 4, 4);
MEMBER(operation, flags, 8, 4);
MEMBER(operation, layer, 12, 4);
MEMBER(operation, matrix, 16, 4);
MEMBER(operation, first_tile, 20, 4);
MEMBER(operation, tiles, 24, 4);
MEMBER(operation, inputs, 28, 4);
MEMBER(operation, output, 32, 24);
MEMBER(operation, input, 56, 120);
MEMBER(operation, mixed, 176, 4);
MEMBER(operation, mixed_stride, 180, 4);
CODE(EMBED, 0u);
CODE(RMSNORM, 1u);
CODE(MATMUL, 2u);
CODE(ADD, 3u);
CODE(ROPE, 4u);
CODE(ATTENTION, 5u);
CODE(SWIGLU, 6u);
CODE(MIX, 7u);
CODE(SAMPLE, 8u);
CODE(QUANTISE, 9u);
CODE(OPERATION_TAIL, 1u);

#define LAYER_BYTES 32u
SIZE(layer, 20);
MEMBER(layer, id, 0, 4);
MEMBER(layer, index, 4, 4);
MEMBER(layer, unique, 8, 4);
MEMBER(layer, first, 12, 4);
MEMBER(layer, end, 16, 4);

#define LIVENESS_BYTES 16u
SIZE(liveness, 12);
MEMBER(liveness, buffer, 0, 4);
MEMBER(liveness, from, 4, 4);
MEMBER(liveness, to, 8, 4);

#define OPERAND_BYTES 24u
SIZE(operand, 24);
MEMBER(operand, buffer, 0, 4);
MEMBER(operand, matrix, 4, 4);
MEMBER(operand, address, 8, 4);
MEMBER(operand, stride, 12, 4);
MEMBER(operand, index, 16, 4);
MEMBER(operand, cols, 20, 4);
CODE(INDEX_PASS, 0u);
CODE(INDEX_POSITION, 1u);
CODE(INDEX_NONE, 2u);
