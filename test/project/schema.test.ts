import assert from 'node:assert/strict';
import schema from '../../schemas/ps2ml.schema.json';
import { defaultDiscLayout, layoutChoices } from '../../model/plan/discLayout';
import { defaultDisc } from '../../image/discSettings';
import { formerFields, layoutFields, layoutNames } from '../../model/plan/layoutWords';
import { projectLimits, samplingDefaults } from '../../project/limits';
import { parseProject, projectFields } from '../../project/parse';
import { targets } from '../../targets/targets';

interface Property {
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly description?: string;
  readonly deprecationMessage?: string;
  readonly properties?: Readonly<Record<string, Property>>;
}

const fields = schema.properties as Readonly<Record<string, Property>>;
const layoutSchema = schema.properties.layout.anyOf as unknown as readonly [Property, Property];
const groups = Object.entries(fields).map(([name, { properties = {} }]) => ({ name, properties }));
const nested = [...groups, { name: 'layout', properties: layoutSchema[1].properties ?? {} }].flatMap(
  ({ name, properties }) =>
    Object.entries(properties).map(([field, property]) => ({ name, field, property })),
);
const accepts = (name: string, field: string, value: unknown): boolean =>
  parseProject(JSON.stringify({ model: 'm', [name]: { [field]: value } })).problems.length === 0;

describe('schema of ps2ml.json', () => {
  it('has the fields and the targets of the parser, each described', () => {
    assert.deepEqual(Object.keys(fields).sort(), [...projectFields].sort());
    assert.deepEqual(fields['target']?.enum, [...targets.ids, 'console']);
    for (const property of [...Object.values(fields), ...nested.map((item) => item.property)]) {
      assert.ok(property.description ?? property.deprecationMessage);
      if (property.enumDescriptions) assert.equal(property.enumDescriptions.length, property.enum?.length);
    }
  });

  it('has the defaults of the parser and the resolver', () => {
    const project = parseProject('{ "model": "m" }').project as unknown as Record<string, unknown>;
    // The parser leaves out what a project does not set for a run.
    const behind: Readonly<Record<string, object>> = {
      disc: defaultDisc,
      layout: defaultDiscLayout,
      sampling: samplingDefaults,
    };
    for (const { name, field, property } of nested.filter((item) => item.property.default !== undefined)) {
      const group = { ...(project[name] as object), ...behind[name] } as Record<string, unknown>;
      assert.deepEqual(property.default, group[field], `${name}.${field}`);
    }
    assert.equal(fields['target']?.default, targets.defaultFor({}).id);
  });

  it('has the names and words of a layout, and marks those of earlier versions as deprecated', () => {
    const [names, { properties = {} }] = layoutSchema;
    assert.deepEqual(names.enum, layoutNames);
    assert.deepEqual(Object.keys(properties), [...layoutFields, ...Object.keys(formerFields)]);
    for (const [name, choices] of Object.entries(layoutChoices))
      assert.deepEqual(properties[name]?.enum, choices);
    for (const [name, { field, words }] of Object.entries(formerFields)) {
      assert.deepEqual(properties[name]?.enum, Object.keys(words));
      assert.match(properties[name].deprecationMessage ?? '', new RegExp(`now called "${field}"`));
    }
  });

  it('takes and refuses the numbers and names that the parser takes and refuses', () => {
    for (const { name, field, property } of nested) {
      const { minimum, maximum } = property;
      for (const value of property.enum ?? []) assert.ok(accepts(name, field, value), `${name}.${field}`);
      if (minimum === undefined || maximum === undefined) continue;
      assert.deepEqual(projectLimits[field as keyof typeof projectLimits], { least: minimum, most: maximum });
      for (const value of [minimum, maximum]) assert.ok(accepts(name, field, value), `${name}.${field}`);
      for (const value of [minimum - 1, maximum + 1])
        assert.ok(!accepts(name, field, value), `${name}.${field}`);
    }
    for (const text of ['SLUS_200.00', 'slus_200.00', 'PSML_000.01', 'SLUS_20000', '']) {
      const { pattern = '' } = fields['disc']?.properties?.['code'] ?? {};
      assert.equal(new RegExp(pattern).test(text), accepts('disc', 'code', text), text);
    }
  });
});
