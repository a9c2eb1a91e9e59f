import {
  type EmulatorPlace,
  findSandbox,
  locateEmulator,
  type Sandbox,
  startSandbox,
} from "../../sandbox/index.ts";
import {
  type LocatedTerraform,
  locateTerraform,
  type PeakMemory,
  RealDriver,
  type RealDriverOptions,
  type TerraformDriver,
} from "../../terraform/index.ts";

/** A driver that may know what memory its processes took, and keep some of them up between commands. */
export interface MeteredDriver extends TerraformDriver {
  peakMemory?(): PeakMemory;
  close?(): Promise<void>;
}

/** What a rehearsal asks of the machine it runs on. A test brings a machine of its own. */
export interface Machine {
  locateTerraform(): Promise<LocatedTerraform>;
  locateEmulator(): Promise<EmulatorPlace>;
  /** The sandbox that `sandbox up` left running for that folder. */
  findSandbox(dir: string): Promise<Sandbox | undefined>;
  /** A sandbox of this rehearsal's own, with its logs in that folder. */
  startSandbox(dir: string): Promise<Sandbox & { stop(): Promise<void> }>;
  driver(options: RealDriverOptions): MeteredDriver;
}

/** This machine: its search path, its environment, its processes. */
export const thisMachine: Machine = {
  locateTerraform: () => locateTerraform(),
  locateEmulator: () => locateEmulator(process.env),
  findSandbox,
  startSandbox: (dir) => startSandbox({ dir }),
  driver: (options) => new RealDriver(options),
};
