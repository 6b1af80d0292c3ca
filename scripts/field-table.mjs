// A table of the fields that a JSON schema describes, as Markdown: for the reference pages.

/**
 * What is used of a schema.
 * @typedef {{
 *   type?: string | string[], default?: unknown, enum?: unknown[], enumDescriptions?: string[],
 *   description?: string, markdownDescription?: string, required?: string[],
 *   minimum?: number, maximum?: number, exclusiveMinimum?: number, pattern?: string,
 *   properties?: Record<string, Schema>, items?: Schema, oneOf?: Schema[],
 * }} Schema
 */

/** A value as a user writes it. */
const code = (/** @type {unknown} */ value) => `\`${JSON.stringify(value)}\``;

/** Text that may stand in a cell. */
const cell = (/** @type {string} */ text) => text.trim().replaceAll('|', '\\|').replaceAll('\n', '<br>');

/** A Markdown table. @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
export function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @returns {string[]} the types that a value may have, in the words of JSON */
function typesOf(/** @type {Schema} */ { type, enum: values, items, oneOf }) {
  if (oneOf !== undefined) return [...new Set(oneOf.flatMap(typesOf))];
  if (type === 'array' && items !== undefined) return [`array of ${typesOf(items).join(' or ')}`];
  if (type !== undefined) return [type].flat();
  return [...new Set((values ?? []).map((value) => (value === null ? 'null' : typeof value)))];
}

/** What a value must be, beside its type. */
function allowed(/** @type {Schema} */ schema) {
  const { enum: values, enumDescriptions = [], minimum, maximum, exclusiveMinimum, pattern } = schema;
  if (values !== undefined)
    return values
      .map((value, i) => [code(value), enumDescriptions[i]].filter((part) => part !== undefined).join(': '))
      .join('\n');
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `at least ${minimum}`;
  if (maximum !== undefined) return `at most ${maximum}`;
  if (exclusiveMinimum !== undefined) return `more than ${exclusiveMinimum}`;
  return pattern === undefined ? '' : `matches \`${pattern}\``;
}

function describe(/** @type {Schema} */ { markdownDescription, description, oneOf, items }) {
  const own = markdownDescription ?? description ?? '';
  const ways = (oneOf ?? items?.oneOf ?? []).flatMap((way) => {
    const text = way.markdownDescription ?? way.description;
    return text === undefined ? [] : [`As ${typesOf(way).join(' or ')}: ${text}`];
  });
  return [own, ...ways].join('\n');
}

/**
 * The rows of an object's fields, and of the fields in them.
 * @param {Schema} schema
 * @param {string} before what leads to the object, such as `layout.`
 * @param {string} inside what stands between an object and its field
 * @returns {string[][]}
 */
function rowsOf({ properties = {}, required = [] }, before, inside) {
  return Object.entries(properties).flatMap(([name, field]) => {
    const place = before + name;
    const isRequired = required.includes(name);
    const value = isRequired ? 'required' : field.default === undefined ? '' : code(field.default);
    const row = [`\`${place}\``, typesOf(field).join(' or '), value, allowed(field), describe(field)];
    return [row, ...innerRows(field, place, inside)];
  });
}

/**
 * The rows of the fields in a field, which may hold an object, objects, or an object as one of several kinds of value.
 * @param {Schema} schema
 * @param {string} place
 * @param {string} inside
 * @returns {string[][]}
 */
function innerRows({ properties, required = [], items, oneOf = [] }, place, inside) {
  return [
    ...(properties ? rowsOf({ properties, required }, place + inside, inside) : []),
    ...(items ? innerRows(items, `${place}[]`, inside) : []),
    ...oneOf.flatMap((way) => innerRows(way, place, inside)),
  ];
}

/** The table of an object's fields: name, type, default, allowed values, description. */
export function fieldTable(/** @type {Schema} */ schema, inside = '.') {
  return table(['Name', 'Type', 'Default', 'Allowed values', 'Description'], rowsOf(schema, '', inside));
}
