import { defaultDiscLayout, defaultLayoutName, layoutParts } from '../../model/plan/discLayout';

/** A description of the field `layout`: a name, or an object of fields. */
export interface LayoutProperty {
  default?: unknown;
  anyOf: readonly [unknown, { readonly properties: Record<string, { default?: unknown }> }];
}

/** Writes the default of each field of a layout into its description. */
export function writeLayoutDefaults({ anyOf: [, { properties }] }: LayoutProperty): void {
  for (const part of layoutParts) {
    const property = properties[part];
    if (property === undefined) throw new Error(`The description of "layout" has no field "${part}".`);
    property.default = defaultDiscLayout[part];
  }
}

/** The same for the setting, which has a default itself. */
export function writeSettingDefaults(setting: LayoutProperty): void {
  setting.default = defaultLayoutName;
  writeLayoutDefaults(setting);
}
