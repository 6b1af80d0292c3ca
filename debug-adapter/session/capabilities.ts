import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Target } from '../targets/target';

/** What every session can do, whatever its target. */
export const capabilities: DebugProtocol.Capabilities = {
  supportsConfigurationDoneRequest: true,
  supportsFunctionBreakpoints: true,
  supportsConditionalBreakpoints: true,
  supportsHitConditionalBreakpoints: true,
  supportsLogPoints: true,
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

/** What a session can do beside that, once its target is known. @param isDebugged a run that is not keeps no way back. */
export function capabilitiesOf(target: Target, isDebugged: boolean): DebugProtocol.Capabilities {
  return {
    ...(target.writeMemory !== undefined && { supportsWriteMemoryRequest: true }),
    ...(target.snapshots !== undefined && isDebugged && { supportsStepBack: true }),
    ...(target.symbolOf !== undefined && { supportsDisassembleRequest: true }),
  };
}
