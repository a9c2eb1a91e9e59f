import type { Sandbox, SandboxStatus } from "../../sandbox/index.ts";
import { FakeDriver } from "../../terraform/index.ts";
import type { Machine } from "../workbench/machine.ts";

/** A machine with a sandbox that is up and a Terraform in memory. */
export interface TestMachine<Aws> {
  readonly machine: Machine;
  readonly driver: FakeDriver;
  readonly aws: Aws;
  /** Regions that the sandbox says are gone. */
  readonly lost: Set<string>;
  stop(): Promise<void>;
}

/** For tests of the verbs that roll out: nothing of this machine is used but the fake AWS's port. */
export async function testMachine<Aws extends { readonly endpoint: string; stop(): Promise<void> }>(
  aws: Aws,
): Promise<TestMachine<Aws>> {
  const driver = new FakeDriver();
  const lost = new Set<string>();
  const sandbox = {
    endpoint: aws.endpoint,
    status: async () => ({ lostRegions: [...lost] }) as unknown as SandboxStatus,
  } as unknown as Sandbox & { stop(): Promise<void> };
  const machine: Machine = {
    locateTerraform: async () => ({
      ok: true,
      binary: "fake",
      name: "terraform",
      version: "1.11.0",
      foundBy: "the test",
    }),
    locateEmulator: async () => ({ ok: true, kind: "moto", command: "fake" }),
    findSandbox: async () => sandbox,
    startSandbox: async () => sandbox,
    driver: () => driver,
  };
  return { machine, driver, aws, lost, stop: () => aws.stop() };
}
