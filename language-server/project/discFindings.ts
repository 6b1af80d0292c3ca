import { completeDisc } from '../../image/discSettings';
import { discCapacity, sectorBytes } from '../../disc/sector';
import type { Model } from '../../model/model';
import { PlanError } from '../../model/plan/error';
import type { Plan } from '../../model/plan/plan';
import type { Project } from '../../project/project';
import { psntSize } from '../../model/psnt/writer';
import type { Finding, Fix } from './finding';
import { converting, asQ4, typeOf } from './ramFindings';
import { groupBytes, imageNeed, planFiles, unlimitedPlan, type DiscFile, type AvailableRam } from './sizing';

/** The known parts of a project's disc. */
export interface DiscParts {
  readonly model: Model;
  readonly plan: Plan;
  readonly room: AvailableRam;
  /** Additional files and the project's own program. */
  readonly others: readonly DiscFile[];
  /** Size of the model's file, for a program that reads it raw. */
  readonly modelBytes: number | undefined;
}

const medium = { cd: 'CD', dvd: 'DVD' } as const;
/** Decimal megabytes, as media are sold. */
const megabytes = (bytes: number): string =>
  `${(bytes / 1e6).toLocaleString('en-US', { maximumFractionDigits: 1 })} MB`;

/** The files that a disc of the project would have at least. */
export function discFilesOf(
  project: Project,
  { plan, room, others, modelBytes, model }: DiscParts,
): DiscFile[] {
  if (project.elf?.reads !== 'psnt') return [...planFiles(plan, room.tokensBytes), ...others];
  const bytes = modelBytes ?? psntSize(model.config, { quantization: typeOf(model) });
  return [{ name: 'MODEL.PSN', bytes }, ...others];
}

/** Reports files that do not fit on the project's medium. */
export function discFindings(project: Project, parts: DiscParts): Finding[] {
  const { type } = completeDisc(project.disc);
  const files = discFilesOf(project, parts);
  const { sectors, capacity, largest } = imageNeed(files, type);
  if (sectors <= capacity) return [];
  const over = megabytes((sectors - capacity) * sectorBytes);
  const message = `The image would have at least ${megabytes(sectors * sectorBytes)}, ${over} more than a ${medium[type]} holds (${megabytes(capacity * sectorBytes)}); the largest file is ${largest.name} with ${megabytes(largest.bytes)}.`;
  return [
    {
      code: 'disc',
      severity: 'error',
      message,
      place: 'disc.type',
      fixes: discFixes(project, parts, sectors),
    },
  ];
}

function discFixes(project: Project, parts: DiscParts, sectors: number): Fix[] {
  const fixes: Fix[] = [];
  if (project.disc.type === 'cd' && sectors <= discCapacity.dvd) {
    const share = Math.ceil((100 * sectors) / discCapacity.dvd);
    fixes.push({
      title: `Change to DVD (${share} % used)`,
      changes: [{ field: 'disc.type', value: 'dvd' }],
    });
  }
  const fix = q4Fix(project, parts, sectors);
  return fix ? [...fixes, fix] : fixes;
}

/** Fewer bits per weight make a smaller image; a plan of the converted model shows by how much. */
function q4Fix(project: Project, parts: DiscParts, sectors: number): Fix | undefined {
  const q4 = typeOf(parts.model) === 'q8' ? asQ4(parts.model) : undefined;
  const plan = q4 && planned(q4, parts.room);
  if (q4 === undefined || plan === undefined) return undefined;
  const modelBytes = psntSize(q4.config, { quantization: 'q4' });
  const files = discFilesOf(project, { ...parts, model: q4, plan, modelBytes });
  const smaller = imageNeed(files, completeDisc(project.disc).type);
  const saved = (sectors - smaller.sectors) * sectorBytes;
  if (saved <= 0) return undefined;
  const before = groupBytes(parts.plan).get('ffn.w*') ?? 0;
  const after = groupBytes(plan).get('ffn.w*') ?? 0;
  const rest =
    smaller.sectors <= smaller.capacity
      ? 'and fits'
      : `still ${megabytes((smaller.sectors - smaller.capacity) * sectorBytes)} too large`;
  const title = `Q4 saves ${megabytes(saved)}, ffn.w* alone ${megabytes(before - after)}, ${rest}`;
  return /\.psnt$/i.test(project.model)
    ? { title: converting(title), conversion: { type: 'q4' } }
    : { title, changes: [{ field: 'conversion.type', value: 'q4' }] };
}

function planned(model: Model, room: AvailableRam): Plan | undefined {
  try {
    return unlimitedPlan(model, room);
  } catch (error) {
    if (error instanceof PlanError) return undefined;
    throw error;
  }
}
