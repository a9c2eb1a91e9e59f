import type { Clock } from "../../lib/index.ts";
import type {
  ModelledAvailability,
  ModelledLoss,
  RecoveryFinding,
  RecoverySubject,
  ReplayedOutage,
} from "../../recovery/index.ts";
import { environmentOf, openProject, synthesizeUnit } from "../project.ts";
import { recoveryOf } from "./model.ts";

export interface RecoveryModesOptions {
  /** Folder or file of the configuration; the nearest upwards when absent. */
  readonly path?: string;
  /** @default the first that customers depend on, or else the first */
  readonly environment?: string;
  /** Times that each loss happens. @default 10000 */
  readonly samples?: number;
  readonly clock: Clock;
}

export interface RecoveryModesResult {
  readonly platform: string;
  readonly environment: string;
  readonly journeys: readonly {
    readonly name: string;
    readonly rtoSeconds: number;
    readonly rpoSeconds: number;
  }[];
  readonly names: RecoverySubject["names"];
  readonly losses: readonly ModelledLoss[];
  /** Outages of AWS that happened, against what is served from where they struck. */
  readonly outages: readonly ReplayedOutage[];
  readonly availability: readonly ModelledAvailability[];
  readonly findings: readonly RecoveryFinding[];
  readonly samples: number;
  /** What was taken for granted or could not be seen. */
  readonly unseen: readonly string[];
  readonly seconds: number;
}

/** What each loss does to each journey, service and store, and how long it takes to come back: modelled. */
export async function recoveryModes(options: RecoveryModesOptions): Promise<RecoveryModesResult> {
  const started = options.clock.now();
  const project = await openProject(options.path, options.clock);
  const { platform } = project;
  const chosen =
    options.environment ??
    (platform.environments.find(({ production }) => production) ?? platform.environments[0])?.name;
  const environment = environmentOf(project, chosen);
  const { stacks } = synthesizeUnit(platform, environment);
  const { subject, ...modelled } = recoveryOf(platform, environment, stacks, options.samples ?? 10_000);
  return {
    platform: platform.name,
    environment: environment.name,
    journeys: subject.journeys.map(({ name, objectives: { rtoSeconds, rpoSeconds } }) => ({
      name,
      rtoSeconds,
      rpoSeconds,
    })),
    names: subject.names,
    ...modelled,
    unseen: subject.unseen,
    seconds: (options.clock.now() - started) / 1000,
  };
}
