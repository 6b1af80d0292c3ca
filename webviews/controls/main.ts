/**
 * The control library as a script of its own, which pages load after their first paint (common/ui.ts). Elements that
 * are in the page already become its controls then.
 */
import { provideVSCodeDesignSystem, vsCodeLink, vsCodeTextField } from '@vscode/webview-ui-toolkit';

provideVSCodeDesignSystem().register(vsCodeTextField(), vsCodeLink());
