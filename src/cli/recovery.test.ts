import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import type { RecoveryModesResult } from "../actions/index.ts";
import { change, planBytes } from "../graph/testing/plans.ts";
import { availabilityOf } from "../recovery/availability/availability.ts";
import { failureModes } from "../recovery/modes/modes.ts";
import { EAST, ORDERS, subject } from "../recovery/modes/testing/subjects.ts";
import { OUTAGES } from "../recovery/outages/outages.ts";
import { replayOutages } from "../recovery/outages/replay.ts";
import { modelLosses } from "../recovery/simulation/results.ts";
import type { RecoverySubject } from "../recovery/subject/subject.ts";
import { recoveryOutagesText } from "./recoveryOutagesText.ts";
import { recoveryModesText } from "./recoveryText.ts";
import { run } from "./run.ts";

function resultOf(given: RecoverySubject): RecoveryModesResult {
  const losses = modelLosses(failureModes(given), { samples: 200 });
  return {
    platform: "shop",
    environment: given.name,
    journeys: given.journeys.map(({ name, objectives }) => ({ name, ...objectives })),
    names: given.names,
    losses,
    outages: replayOutages(given, losses, OUTAGES),
    availability: availabilityOf(given, losses),
    findings: [],
    samples: 200,
    unseen: ["which region writes today"],
    seconds: 1,
  };
}

describe("trireme recovery modes", () => {
  it("shows each journey against each loss, what carries it, and what is from memory", () => {
    const text = recoveryModesText(resultOf(subject()), false);
    expect(text).toContain("buy: back within 15 min, at most 5 min gone");
    expect(text).toMatch(/[!✗✓] region us-east-1 +back after \d+ (?:s|min) \/ /);
    expect(text).toMatch(/decide-us-east-1 \d+ % \(recalled\)/);
    expect(text).toMatch(/people_decide +3 min, 10 min: whoever is on call/);
    expect(text).toMatch(/✓ EC2 launches in us-east-1 +goes on, with something missing\n +no new nodes/);
    expect(text).toContain("Not known: which region writes today.");
  });

  it("hides what nobody notices unless it is asked for, and says how much", () => {
    const result = resultOf(subject());
    expect(recoveryModesText(result, false)).not.toContain("Route 53 control plane");
    expect(recoveryModesText(result, false)).toContain("2 more losses that it does not notice");
    expect(recoveryModesText(result, true)).toMatch(/✓ Route 53 control plane \(us-east-1\) +not noticed/);
  });

  it("marks what has no way back, and why", () => {
    const alone = subject({ regions: [EAST], stores: [{ ...ORDERS, regions: ["us-east-1"] }] });
    const text = recoveryModesText(resultOf(alone), false);
    expect(text).toMatch(/✗ region us-east-1 +no way back until it is back/);
    expect(text).toContain("nothing of orders-us is outside us-east-1");
  });

  it("judges stores by themselves where a graph is all there is", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trireme-recovery-"));
    const file = join(folder, "plan.json");
    const after = { identifier: "orders", engine: "postgres", multi_az: false };
    const configuration = {
      provider_config: {
        aws: {
          full_name: "registry.terraform.io/hashicorp/aws",
          expressions: { region: { constant_value: "eu-west-1" } },
        },
      },
      root_module: {
        resources: [
          {
            address: "aws_db_instance.orders",
            mode: "managed",
            type: "aws_db_instance",
            name: "orders",
            provider_config_key: "aws",
          },
        ],
      },
    };
    await writeFile(
      file,
      planBytes({ resource_changes: [change("aws_db_instance.orders", { after })], configuration }),
    );
    const written = { out: "" };
    const code = await run(["recovery", "modes", "--plan", file, "--samples", "100"], {
      stdout: { write: (text) => (written.out += text) },
      stderr: { write: () => true },
      stdin: Readable.from([]),
    });
    await rm(folder, { recursive: true });
    expect(code).toBe(0);
    expect(written.out).toContain("No journeys are known");
    expect(written.out).toMatch(
      /aws_db_instance\.orders\n {2}✗ region eu-west-1 +no way back until it is back/,
    );
    expect(written.out).toContain("Not known: services and journeys");
  });

  it("refuses a count that is none", async () => {
    const written = { err: "" };
    const code = await run(["recovery", "modes", "--samples", "few"], {
      stdout: { write: () => true },
      stderr: { write: (text) => (written.err += text) },
      stdin: Readable.from([]),
    });
    expect(code).toBe(2);
    expect(written.err).toContain("whole number");
  });
});

describe("trireme recovery outages", () => {
  it("says for each outage who would have been down and how long, with and without leaving the region", () => {
    const text = recoveryOutagesText(resultOf(subject()));
    expect(text).toContain("2025-10-20-us-east-1, for customers of us-east-1: DynamoDB DNS automation race");
    expect(text).toMatch(
      /✗ buy: down for 2\.9 h without DynamoDB; leaving the region, \d+ min, 19 times in 20/,
    );
    expect(text).toContain("not leaned on: NLB connection errors, Redshift (last clusters)");
    expect(text).toMatch(/✓ buy from us-west-2: 99\.\d{3} to (?:99|100)\.\d{3}/);
    expect(text).toContain("outages of us-east-1: 0.10 to 1.46 (counted: 3 large ones in 6 years");
    expect(text).toMatch(/zones of us-east-1: .* \(recalled/);
  });

  it("says when none of the list struck", () => {
    const dublin = { ...EAST, name: "eu-west-1" };
    expect(recoveryOutagesText(resultOf(subject({ regions: [dublin] })))).toContain(
      "None of the list struck",
    );
  });
});
