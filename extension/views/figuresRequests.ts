import { isCount, isRecord } from '../../common/guards';
import type { Moment } from '../../model/trace/moment';
import { parseDiscLayout } from '../../model/plan/layoutWords';
import type { LinkTarget } from '../../webviews/messages/figures';
import type { LayoutKeeper } from '../layout/layoutKeeper';
import { RequestArgument } from '../webview/requestArguments';
import type { RequestHandlers } from '../webview/requestServer';
import type { Figures } from './figures';
import type { Links } from './links';
import { revealPlaces } from './revealPlaces';

/** Answers what the pages of the figures ask. */
export function figuresRequests(
  figures: Figures,
  links: Links,
  layouts: LayoutKeeper,
  showValues: (moment: Moment) => Promise<void>,
): RequestHandlers {
  return {
    reveal: async (argument) => {
      const name = new RequestArgument(argument).text('place');
      const place = revealPlaces.find((one) => one === name);
      if (place === undefined) throw new Error(`Unknown request "${name}" from the page.`);
      await links.follow({ place, target: targetOf(memberOf(argument, 'target')) });
      return null;
    },
    scrub: (argument) => {
      const moment = momentOf(memberOf(argument, 'moment'));
      if (!figures.showMoment(moment)) {
        throw new Error(
          `The individual events of pass ${moment?.pass} are not available any more; only its times are.`,
        );
      }
      return null;
    },
    facts: () => figures.facts(),
    applyLayout: async (argument, { signal, progress }) => {
      const numberOf = (name: string): number => {
        const value = memberOf(argument, name);
        return typeof value === 'number' && Number.isFinite(value) ? value : 0;
      };
      await layouts.apply(
        {
          layout: parseDiscLayout(memberOf(argument, 'layout')),
          presentMs: numberOf('presentMs'),
          layoutMs: numberOf('layoutMs'),
        },
        signal,
        progress,
      );
      return null;
    },
    run: async () => {
      await layouts.run();
      return null;
    },
    runStreamed: async () => {
      await layouts.runStreamed();
      return null;
    },
    undoLayout: async () => {
      await layouts.undo();
      return null;
    },
    valuesAt: async (argument) => {
      const moment = momentOf(memberOf(argument, 'moment'));
      if (moment === undefined) throw new Error('Choose a moment in the tab Time first.');
      await showValues(moment);
      return null;
    },
  };
}

function memberOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

function targetOf(value: unknown): LinkTarget {
  const [matrix, operation, pass] = ['matrix', 'operation', 'pass'].map((name) => memberOf(value, name));
  return {
    ...(typeof matrix === 'string' && { matrix }),
    ...(isCount(operation) && { operation }),
    ...(isCount(pass) && { pass }),
  };
}

function momentOf(value: unknown): Moment | undefined {
  if (value === undefined || value === null) return undefined;
  const [pass, operation] = [memberOf(value, 'pass'), memberOf(value, 'operation')];
  if (!isCount(pass)) throw new Error('The page requested a moment without a pass.');
  return { pass, ...(isCount(operation) && { operation }) };
}
