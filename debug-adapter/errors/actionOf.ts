import { errorText } from '../../common/errorText';
import { openDoctor, type Action } from '../../targets/action';
import { LaunchArgumentsError } from '../launch/launchArguments';
import { AdapterError } from './adapterError';
import { codeOf } from './codeOf';

/** What the user can do about an error. */
export function actionOf(error: unknown): Action | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (!(at instanceof AdapterError) && !(at instanceof LaunchArgumentsError)) continue;
    if (at.action !== undefined) return at.action;
  }
  return undefined;
}

/** The failure to start a program on another machine. The Doctor looks into it, unless the error offers more. */
export function linkFailure(error: unknown): unknown {
  const code = codeOf(error);
  if (code === 'file' || code === 'unexpected' || actionOf(error) !== undefined) return error;
  return new AdapterError(code, errorText(error), openDoctor, { cause: error });
}
