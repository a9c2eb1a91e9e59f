import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsClients } from "../../aws/index.ts";
import { FakeAws } from "../../aws/testing/fakeAws.ts";
import { type Clock, ManualClock, seededRandom } from "../../lib/index.ts";
import type { Names } from "../compile/index.ts";
import { type RunOptions, type RunResult, resumeRunbook, runRunbook } from "../engine/index.ts";
import type { LeavingNotice, NamesLatch, RecoverableStore, RegionScope, Shutter } from "../library/scope.ts";
import type { Runbook } from "../runbook.ts";

export const [LOST, NEXT, FAR] = ["us-east-1", "us-west-2", "eu-west-1"] as const;
export const ACCOUNT = "111111111111";
export const HOST = "www.shop.example.com";

export const NAMES: Names = {
  topicArn: (severity) => `arn:aws:sns:${NEXT}:${ACCOUNT}:shop-production-alerts-${severity}`,
  switchParameter: "/shop/production/recovery",
};

export const balancer = (region: string) => `shop-1.${region}.elb.amazonaws.com`;

/** A store of an engine, called as the fake AWS calls its members. */
export const store = (
  engine: RecoverableStore["engine"],
  regions: readonly string[],
  id = `${engine}-store`,
): RecoverableStore => ({
  id,
  engine,
  regions,
  name: `shop-${id}`,
  nameIn: (region) => (engine === "dynamodb" ? `shop-${id}` : `shop-${id}-${region}`),
});

export function scopeOf(stores: readonly RecoverableStore[], more: Partial<RegionScope> = {}): RegionScope {
  return { region: LOST, account: ACCOUNT, stores, hosts: [HOST], clientRegions: [LOST, NEXT], ...more };
}

/** What keeps names away from the lost region: of the region that takes over. */
export const LATCH: NamesLatch = {
  region: NEXT,
  namespace: "shop/recovery",
  alarm: `shop-kept-away-${LOST}`,
};

/** The rule by which the database subnets of the lost region are shut. */
export const SHUTTER: Shutter = {
  accessList: "shop-data",
  ruleNumber: 50,
  port: 5432,
  nobody: "192.0.2.0/24",
};

/** By which the lost region is told that it is left. */
export const NOTICE: LeavingNotice = { source: "shop.production", detailType: "Region Left" };

/** A fake AWS, and what a runbook is run with against it. */
export class Bench {
  readonly aws: FakeAws;
  readonly clients: AwsClients;
  readonly dir: string;
  clock: Clock & { now(): number } = new ManualClock();
  readonly asked: string[] = [];
  answer: "yes" | "no" = "yes";

  private constructor(aws: FakeAws, dir: string) {
    this.aws = aws;
    this.dir = dir;
    this.clients = new AwsClients({
      endpoint: aws.endpoint,
      credentials: { accessKeyId: ACCOUNT, secretAccessKey: "sandbox" },
      appId: "trireme-runbook",
      attempts: 1,
    });
  }

  static async open(): Promise<Bench> {
    // In memory where the system has a place for it: hundreds of runs wait for the disk otherwise.
    const root = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();
    return new Bench(await FakeAws.start(), await mkdtemp(join(root, "trireme-runbook-")));
  }

  async close(): Promise<void> {
    this.clients.destroy();
    await this.aws.stop();
    await rm(this.dir, { recursive: true, force: true });
  }

  scope(stores: readonly RecoverableStore[], more: Partial<RegionScope> = {}): RegionScope {
    return scopeOf(stores, more);
  }

  options(more: Partial<RunOptions> = {}): RunOptions {
    return {
      dir: this.dir,
      by: "anna",
      clients: this.clients,
      // As DNS does when its health checks have noticed: nobody is sent to a region that is gone.
      resolve: async (_name, from) => {
        const chosen = this.aws.lost.has(from) || this.aws.unhealthy.has(from) ? NEXT : from;
        return { answers: [balancer(chosen)], chosen };
      },
      clock: this.clock,
      elapsed: () => this.clock.now(),
      random: seededRandom("bench"),
      ask: async ({ text }) => {
        this.asked.push(text);
        return { answer: this.answer, by: "anna" };
      },
      ...more,
    };
  }

  /** Runs the first of a recovery's runbooks. */
  run([runbook]: readonly [Runbook, ...Runbook[]], more: Partial<RunOptions> = {}): Promise<RunResult> {
    return runRunbook(runbook, NAMES, this.options(more));
  }

  resume(more: Partial<RunOptions> = {}): Promise<RunResult> {
    return resumeRunbook(this.options(more));
  }
}

export const outcomes = ({ steps }: RunResult) => steps.map(({ id, outcome }) => `${id} ${outcome}`);
