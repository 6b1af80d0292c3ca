/** Build steps that can be run by name, for example from a task. */
export const stepNames = ['convert', 'plan', 'runtime', 'image', 'clean'] as const;
export type StepName = (typeof stepNames)[number];
