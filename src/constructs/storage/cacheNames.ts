import { TriremeError } from "../../lib/index.ts";
import { type Naming, nameOf } from "../naming.ts";

/**
 * Longest name of a replication group, a user and a user group, characters; Memcached clusters take 50.
 * Source: https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateReplicationGroup.html, read November 2026.
 */
const LONGEST = { group: 40, user: 40, cluster: 50 } as const;

/**
 * `<platform>-<environment>-<thing>`, checked against what ElastiCache takes as an identifier.
 *
 * @throws TriremeError `cache-name-refused` (input) when AWS would refuse the name.
 */
export function cacheName(naming: Naming, thing: string, kind: keyof typeof LONGEST): string {
  const name = nameOf(naming, thing);
  const problem = refusedBecause(name, LONGEST[kind]);
  if (problem === undefined) return name;
  throw new TriremeError(`ElastiCache takes no ${kind} named ${name}: ${problem}`, {
    code: "cache-name-refused",
    fault: "input",
    fix: "Shorten the name of the platform, of the environment or of the store.",
  });
}

function refusedBecause(name: string, most: number): string | undefined {
  if (name.length > most) return `it has ${name.length} characters, the most is ${most}`;
  if (!/^[a-z][a-z0-9-]*$/.test(name)) return "it takes small letters, digits and hyphens, a letter first";
  if (/--|-$/.test(name)) return "no two hyphens may stand together, and none at the end";
  return undefined;
}
