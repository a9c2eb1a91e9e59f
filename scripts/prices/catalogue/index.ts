import type { Line } from "../origins.ts";
import { COMPUTE } from "./compute.ts";
import { DATA } from "./data.ts";
import { EDGE } from "./edge.ts";
import { NETWORK } from "./network.ts";
import { OPERATIONS } from "./operations.ts";
import { SECURITY } from "./security.ts";
import { SERVERLESS } from "./serverless.ts";

/** Every item that is priced by a line of its own; classes of EC2 and RDS come from their lists. */
export const CATALOGUE: readonly Line[] = [
  ...NETWORK,
  ...COMPUTE,
  ...DATA,
  ...EDGE,
  ...SERVERLESS,
  ...SECURITY,
  ...OPERATIONS,
];
