/* Integer work of many kinds; compiled for the EE and for this machine, it must leave the same words. */
typedef unsigned int u32;
typedef unsigned long long u64;
typedef signed char s8;

#ifdef __mips__
/* The EE multiplies 32 by 32 bits; the compiler calls this for more. */
u64 __muldi3(u64 x, u64 y) {
    u32 xl = (u32)x, xh = x >> 32, yl = (u32)y, yh = y >> 32, a = xl & 0xffff, b = xl >> 16;
    u32 c = yl & 0xffff, d = yl >> 16, cross = a * d, other = b * c, low = a * c;
    u32 middle = (low >> 16) + (cross & 0xffff) + (other & 0xffff);
    u32 high = b * d + (cross >> 16) + (other >> 16) + (middle >> 16) + xl * yh + xh * yl;
    return ((u64)high << 32) | (middle << 16) | (low & 0xffff);
}
#endif

static u32 seed = 12345;
static u32 next(void) { return seed = seed * 1664525u + 1013904223u; }

static u32 crc(const unsigned char *p, int n) {
    u32 c = ~0u;
    for (int i = 0; i < n; i++) {
        c ^= p[i];
        for (int k = 0; k < 8; k++) c = (c >> 1) ^ (0xEDB88320u & -(c & 1));
    }
    return ~c;
}

static void quicksort(int *a, int low, int high) {
    while (low < high) {
        int pivot = a[(low + high) / 2], i = low, j = high;
        while (i <= j) {
            while (a[i] < pivot) i++;
            while (a[j] > pivot) j--;
            if (i <= j) {
                int t = a[i];
                a[i++] = a[j];
                a[j--] = t;
            }
        }
        if (j - low < high - i) {
            quicksort(a, low, j);
            low = i;
        } else {
            quicksort(a, i, high);
            high = j;
        }
    }
}

static int state_machine(const char *text) {
    int state = 0, sum = 0;
    for (; *text; text++) switch (*text) {
        case 'a': state += 3; break;
        case 'b': state ^= 5; break;
        case 'c': sum += state; break;
        case 'd': state = -state; break;
        case 'e': sum -= 7; break;
        case 'f': state <<= 1; break;
        case 'g': state >>= 1; break;
        default: sum ^= *text;
        }
    return sum * 31 + state;
}

struct __attribute__((packed)) packed {
    s8 tag;
    int value;
    u64 wide;
    short half;
};

static u64 mix(u64 x, u64 y) {
    u64 z = (x << 13) ^ (y >> 7) ^ (x + y);
    z -= (x < y) ? x : ~y;
    if ((long long)z < 0) z = ~z;
    return (z << (x & 63)) | (z >> ((64 - (x & 63)) & 63));
}

static int numbers[300];
static unsigned char bytes[777];
static struct packed records[20];

void compute(u32 *out) {
    for (int i = 0; i < 777; i++) bytes[i] = next() >> 24;
    *out++ = crc(bytes, 777);
    for (int i = 0; i < 300; i++) numbers[i] = (int)next() >> (i & 15);
    quicksort(numbers, 0, 299);
    for (int i = 0; i < 300; i += 10) *out++ = numbers[i];
    *out++ = crc((unsigned char *)numbers, sizeof numbers);
    *out++ = state_machine("abcdefgabccbaddefggfxyz!aaabbbcccdddeeefffggg");
    for (int i = 0; i < 40; i++) {
        int x = (int)next(), y = (int)next() >> (i & 31);
        u32 ux = x, uy = y;
        if (y == 0 || (x == (int)0x80000000 && y == -1)) y = 3, uy = 3;
        *out++ = x / y;
        *out++ = x % y;
        *out++ = ux / uy;
        *out++ = ux % uy;
        *out++ = (u32)(((long long)x * y) >> 17);
        *out++ = (u32)(((u64)ux * uy) >> 33);
        *out++ = (x < y) + 2 * (ux < uy) + 4 * (x <= 5) + 8 * (ux > 70000u);
    }
    for (int i = 0; i < 20; i++) {
        records[i].tag = (s8)next();
        records[i].value = (int)next();
        records[i].wide = ((u64)next() << 32) | next();
        records[i].half = (short)next();
    }
    u64 all = 1;
    for (int i = 0; i < 20; i++) {
        all = mix(all, records[i].wide) + records[i].tag - records[i].half;
        all ^= (u64)(long long)records[i].value;
        *out++ = (u32)all;
        *out++ = (u32)(all >> 32);
    }
    *out++ = crc((unsigned char *)records, sizeof records);
    for (int n = 0; n < 30; n++) {
        u32 x = next(), count = 0, reversed = 0;
        for (int k = 0; k < 32; k++) {
            count += (x >> k) & 1;
            reversed = (reversed << 1) | ((x >> k) & 1);
        }
        *out++ = count ^ reversed;
    }
}
