import type { Host } from "../../../host/index.ts";
import { InputError } from "../../../lib/index.ts";
import { type Machine, thisMachine } from "../../workbench/machine.ts";
import { lostDependency, needs } from "../dependency.ts";
import { noteNotDone } from "../held/draft.ts";
import { holdDrill } from "../held/hold.ts";
import { makes, smallestSet } from "../held/smallest.ts";
import type { DrillResult } from "../keep.ts";
import { type DrillOptions, type DrillSubject, drillSubject } from "../prepare.ts";
import { moveOf, storeWithWriter } from "../store.ts";
import { regionOfZone } from "../zone.ts";
import { moveWanted, scenarioProblems } from "./contradictions.ts";
import { isRun, type Scenario } from "./events.ts";
import type { ScenarioLibrary } from "./library.ts";
import { playScenario } from "./play.ts";
import { readScenario } from "./read.ts";

export interface DrillScenarioOptions extends DrillOptions {
  /** File of the scenario, YAML or JSON. */
  readonly scenario: string;
  /** Runbooks in place of the shipped ones. @default the library's */
  readonly library?: ScenarioLibrary;
}

/**
 * Plays a combination of losses and recoveries from a file, under simulated customers, and keeps what it came to.
 *
 * @throws InputError for a file that is no scenario, names that the environment has not, and events that contradict each
 * other; nothing has been started then
 */
export async function drillScenario(
  { scenario: file, library, ...options }: DrillScenarioOptions,
  host: Host,
  machine: Machine = thisMachine,
): Promise<DrillResult> {
  const read = await readScenario(file);
  const { scenario } = read;
  const environment = options.environment ?? scenario.environment;
  const subject = await drillSubject({ ...options, ...(environment === undefined ? {} : { environment }) });
  const problems = scenarioProblems(read, subject);
  if (problems.length > 0) throw new InputError(file, problems);
  const whole =
    scenario.events.some(
      ({ kind }) => kind === "region-lost" || kind === "partition" || kind === "region-degrades",
    ) || scenario.events.some((event) => isRun(event) && "region" in event);
  const stacks = whole ? subject.all : smallestSet(subject.all, needed(scenario, subject));
  return holdDrill(
    { ...options, prepared: { ...subject, stacks }, kind: "scenario", lost: scenario.name, modelled: [] },
    host,
    machine,
    async (place) => {
      noteNotDone(place.draft, {
        code: "drill-model",
        what: "modelled times of recovery",
        why: "the model loses one thing at a time",
        fix: "See trireme recovery modes for each of them.",
      });
      await playScenario(place, {
        subject,
        scenario,
        names: whole,
        ...(library === undefined ? {} : { library }),
      });
    },
  );
}

/** Of a scenario that leaves every region up: what makes the things that it takes. */
function needed({ events }: Scenario, subject: DrillSubject) {
  const wanted = events.flatMap((event) => {
    if (event.kind === "writer-lost") {
      return [makes(["aws_rds_cluster", "aws_db_instance"], storeWithWriter(subject, event.store).regions)];
    }
    if (isRun(event) && event.runbook === "store-failover") {
      const { store } = moveOf(subject, moveWanted(event));
      return [makes(["aws_rds_cluster", "aws_db_instance"], store.regions)];
    }
    if (event.kind === "dependency-fails") return [needs(lostDependency(subject, event))];
    if (!("zone" in event)) return [];
    const region = regionOfZone(subject, event.zone);
    return [
      makes(
        [
          "aws_rds_cluster",
          "aws_db_instance",
          "aws_elasticache_replication_group",
          "aws_lb",
          "aws_eks_cluster",
        ],
        [region],
      ),
    ];
  });
  return (stack: Parameters<ReturnType<typeof makes>>[0]) => wanted.some((isWanted) => isWanted(stack));
}
