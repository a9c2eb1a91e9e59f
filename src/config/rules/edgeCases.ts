import type { EdgeInput } from "../edgeInput.ts";
import type { PlatformInput } from "../input.ts";
import { type Case, environments, stores } from "./caseParts.ts";

const edge = (settings: EdgeInput, ...hosts: string[]): Partial<PlatformInput> => ({
  ...stores(),
  services: hosts.map((host, index) => ({ name: `service-${index}`, host })),
  edge: settings,
});
const agreed = { shieldAdvanced: { yearAgreed: true, owner: "finance" } } as const;

/** Of what lies between customers and the regions. */
export const EDGE_CASES: readonly Case[] = [
  {
    code: "config/canonical-host-unknown",
    says: "customers sent to a host that no service has",
    breaks: edge({ canonicalHost: "shop" }, "www"),
    where: "edge.canonicalHost",
    keeps: edge({ canonicalHost: "www" }, "www"),
  },
  {
    code: "config/canonical-host-hides-service",
    says: "customers sent away from a service",
    breaks: edge({ canonicalHost: "www" }, "www", "@"),
    where: "edge.canonicalHost",
    keeps: edge({ canonicalHost: "www" }, "www", "admin"),
  },
  {
    code: "config/accelerator-with-recovery-region",
    says: "an accelerator that leads to a region which only stands in",
    breaks: {
      ...edge({ accelerator: true }, "www"),
      homes: { EU: { regions: ["eu-west-1"], recovery: ["eu-central-1"] } },
    },
    where: "edge.accelerator",
    keeps: {
      ...edge({ accelerator: true }, "www"),
      homes: { EU: { regions: ["eu-west-1", "eu-central-1"] } },
    },
  },
  {
    code: "config/shield-without-production",
    says: "a subscription that protects nothing",
    breaks: { ...environments({ production: false }), edge: agreed },
    where: "edge.shieldAdvanced",
    keeps: { ...environments({}), edge: agreed },
  },
];
