import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Target } from '../targets/target';

/** The capabilities of every session, whatever its target. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
  supportsDataBreakpoints: true,
  supportsBreakpointLocationsRequest: true,
  supportsEvaluateForHovers: true,
  supportsCompletionsRequest: true,
  completionTriggerCharacters: ['.', '('],
  supportsReadMemoryRequest: true,
  supportsLoadedSourcesRequest: true,
  supportsTerminateRequest: true,
  supportTerminateDebuggee: true,
  supportsCancelRequest: true,
};

/** Further capabilities, once the target is known. @param isDebugged without debugging, a run takes no snapshots. */
export function capabilitiesOf(target: Target, isDebugged: boolean): DebugProtocol.Capabilities {
  return {
    ...(target.writeMemory !== undefined && {
      supportsWriteMemoryRequest: true,
      supportsSetVariable: true,
      supportsSetExpression: true,
    }),
    ...(target.snapshots !== undefined && isDebugged && { supportsStepBack: true }),
    ...(target.symbolOf !== undefined && { supportsDisassembleRequest: true }),
  };
}
