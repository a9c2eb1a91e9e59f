import { rm } from "node:fs/promises";
import { join } from "node:path";
import { FakeAws } from "../../../../aws/testing/fakeAws.ts";
import { type Environment, loadPlatform, type Platform } from "../../../../config/index.ts";
import { RecordingHost } from "../../../../host/index.ts";
import { ManualClock } from "../../../../lib/index.ts";
import { compileChoices, compileRunbook } from "../../../../runbooks/index.ts";
import type { Sandbox, SandboxStatus } from "../../../../sandbox/index.ts";
import { runbookNames } from "../../../recovery/scope.ts";
import { folderWith, SMALL } from "../../../testing/configurations.ts";
import type { RunbookParameters } from "../../parameters.ts";
import { type DeployedMachine, machinesOf } from "../machines.ts";
import { type RunbookOnAwsOptions, type RunbookOnAwsResult, runbookOnAws } from "../run.ts";
import { FakeStates, Story } from "./fakeStates.ts";

export const [LOST, NEXT] = ["us-east-1", "us-west-2"] as const;
export const NOW = Date.UTC(2026, 10, 26, 3, 0);
/** The day of the bench's clock: what an incident is called that nobody named. */
export const DAY = "2026-11-26";

/** For tests: a platform of two regions with its machines, and a Step Functions that plays what their executions do. */
export class MachineBench {
  readonly path: string;
  readonly platform: Platform;
  readonly aws: FakeAws;
  readonly states: FakeStates;
  readonly #folder: string;
  readonly clock = new ManualClock(NOW);

  private constructor(folder: string, platform: Platform, aws: FakeAws) {
    this.#folder = folder;
    this.path = join(folder, "trireme.config.ts");
    this.platform = platform;
    this.aws = aws;
    this.states = new FakeStates(aws);
    for (const each of [...this.machines("regional-failover"), ...this.machines("failback")])
      this.define(each);
  }

  /** Has the fake keep a machine, as far as it has one runbook. */
  define({ arn, runbook, told }: DeployedMachine): void {
    const names = runbookNames(this.platform, this.#staging, runbook.runsIn);
    const { document } =
      runbook.takes === undefined
        ? compileRunbook(runbook, names)
        : compileChoices([{ told: told ?? {}, runbook }], names);
    this.states.definitions.set(arn, JSON.stringify(document));
  }

  /** @param config @default a small platform with a global database */
  static async open(config = SMALL): Promise<MachineBench> {
    const folder = await folderWith(config);
    const platform = await loadPlatform(folder, { clock: new ManualClock(NOW) });
    return new MachineBench(folder, platform, await FakeAws.start());
  }

  async close(): Promise<void> {
    await this.aws.stop();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** The machine that leaves the lost region. */
  get leave(): DeployedMachine {
    const [first] = this.machines("regional-failover");
    if (first === undefined) throw new Error("no machine");
    return first;
  }

  machines(name: string, parameters: RunbookParameters = {}): readonly DeployedMachine[] {
    const found = machinesOf(this.platform, this.#staging, { ...parameters, name, lost: LOST });
    if ("where" in found) throw new Error(found.wanted);
    return found;
  }

  run(more: Partial<RunbookOnAwsOptions> = {}, host = new RecordingHost()): Promise<RunbookOnAwsResult> {
    const sandbox = {
      endpoint: this.aws.endpoint,
      status: async () => ({ lostRegions: [LOST] }) as unknown as SandboxStatus,
    } as unknown as Sandbox;
    const options: RunbookOnAwsOptions = {
      path: this.path,
      environment: "staging",
      lost: LOST,
      name: "regional-failover",
      target: "sandbox",
      yes: true,
      ...more,
    };
    return runbookOnAws(options, host, { findSandbox: async () => sandbox }, this.clock);
  }

  called(action: string) {
    return this.aws.calls.filter((call) => call.action === action);
  }

  /** Begun by somebody else and still running when it is found; over a look later. */
  runningElsewhere(name: string): void {
    const story = new Story().begun("promote-orders-us");
    this.states.execution(this.leave.arn, name, { events: story.events });
    this.states.onLook = () => {
      this.states.onLook = undefined;
      story.ended("promote-orders-us", "confirmed", "us-west-2 writes").succeeded();
    };
  }

  get #staging(): Environment {
    const found = this.platform.environments.find(({ name }) => name === "staging");
    if (found === undefined) throw new Error("no staging");
    return found;
  }
}

export function told(host: RecordingHost): string {
  return host.messages.map(({ text }) => text).join("\n");
}
