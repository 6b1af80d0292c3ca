/** Pieces of WebAssembly text that the kernels are written with. Names are of locals, without the dollar sign. */

export function get(name: string): string {
  return `(local.get $${name})`;
}

export function set(name: string, value: string): string {
  return `(local.set $${name} ${value})`;
}

/** Four floats at pointer + offset. */
export function load(pointer: string, offset: string): string {
  return `(v128.load (i32.add ${get(pointer)} ${get(offset)}))`;
}

/** Stores four floats at pointer + offset. */
export function store(pointer: string, offset: string, value: string): string {
  return `(v128.store (i32.add ${get(pointer)} ${get(offset)}) ${value})`;
}

export function plus(a: string, b: string): string {
  return `(f32x4.add ${a} ${b})`;
}

export function minus(a: string, b: string): string {
  return `(f32x4.sub ${a} ${b})`;
}

export function times(a: string, b: string): string {
  return `(f32x4.mul ${a} ${b})`;
}

/** One f32 in all four lanes. */
export function splat(value: string): string {
  return `(f32x4.splat ${value})`;
}

/** The same constant in all four lanes. */
export function constant(value: number): string {
  return `(v128.const f32x4 ${Array(4).fill(value).join(' ')})`;
}

/** Sum of the four lanes of a local, from the first on. */
export function laneSum(name: string): string {
  const lane = (i: number): string => `(f32x4.extract_lane ${i} ${get(name)})`;
  return `(f32.add (f32.add (f32.add ${lane(0)} ${lane(1)}) ${lane(2)}) ${lane(3)})`;
}

/** Runs `body` with the local `counter` = 0, step, 2 · step … below `end`, at least once. */
export function loop(counter: string, end: string, step: number, body: readonly string[]): string {
  const label = `$each_${counter}`;
  return `${set(counter, '(i32.const 0)')}
  (loop ${label}
    ${body.join('\n    ')}
    ${set(counter, `(i32.add ${get(counter)} (i32.const ${step}))`)}
    (br_if ${label} (i32.lt_u ${get(counter)} ${end})))`;
}

/** Advances pointers by the local `bytes`. */
export function advance(bytes: string, ...pointers: readonly string[]): string[] {
  return pointers.map((name) => set(name, `(i32.add ${get(name)} ${get(bytes)})`));
}

/** Declares locals or parameters: `declare('param', 'i32', 'a', 'b')`. */
export function declare(what: 'param' | 'local', type: string, ...names: readonly string[]): string {
  return names.map((name) => `(${what} $${name} ${type})`).join(' ');
}

/** A function that is exported under its name. */
export function exported(name: string, declarations: readonly string[], body: readonly string[]): string {
  return `(func (export "${name}") ${declarations.join(' ')}\n  ${body.join('\n  ')})`;
}
