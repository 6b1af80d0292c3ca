import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TargetCapabilities } from './target';

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

/** What a session can do beside that, once its target is known. */
export function capabilitiesOf(target: TargetCapabilities): DebugProtocol.Capabilities {
  return {
    ...(target.writeMemory && { supportsWriteMemoryRequest: true }),
    ...(target.stepBack && { supportsStepBack: true }),
    ...(target.disassemble && { supportsDisassembleRequest: true }),
  };
}
