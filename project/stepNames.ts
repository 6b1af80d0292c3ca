/** Parts of a build that can be asked for by name, such as by a task. */
export const stepNames = ['convert', 'plan', 'runtime', 'image', 'clean'] as const;
export type StepName = (typeof stepNames)[number];
