import type { Clock } from "../../../lib/index.ts";
import { perSandbox } from "../perSandbox.ts";

/** A rule of a listener, as far as it decides what a request for a path is answered with. */
export interface ListenerRule {
  /** The lowest is asked first. */
  readonly priority: number;
  /** With `*` and `?`. */
  readonly paths: readonly string[];
  /** Status that it answers by itself; undefined for one that asks the targets. */
  readonly status: number | undefined;
}

/** What a listener's rules were from a moment on. */
interface Snapshot {
  /** Milliseconds on the sandbox clock. */
  readonly at: number;
  readonly rules: readonly ListenerRule[];
}

interface Listener {
  readonly dnsName: string;
  readonly port: number;
  readonly snapshots: Snapshot[];
}

const listenersOf = perSandbox(() => new Map<string, Listener>());

/** Notes what the rules of a listener, by its ARN, are from now on. */
export function noteRules(
  world: { readonly clock: Clock },
  arn: string,
  { dnsName, port }: Pick<Listener, "dnsName" | "port">,
  rules: readonly ListenerRule[],
): void {
  const listeners = listenersOf(world);
  const listener = listeners.get(arn) ?? { dnsName: dnsName.toLowerCase(), port, snapshots: [] };
  listeners.set(arn, listener);
  listener.snapshots.push({ at: world.clock.now(), rules });
}

/**
 * Is a path of a load balancer seen as unhealthy because a rule answers it so, by a checker that needs `seconds` to
 * believe a change either way? Healthy are answers of the 200s and 300s.
 * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-failover-determining-health-of-endpoints.html
 */
export function closedByRule(
  world: { readonly clock: Clock },
  { dnsName, port, path, seconds }: { dnsName: string; port: number; path: string; seconds: number },
): boolean {
  const now = world.clock.now();
  const listener = [...listenersOf(world).values()].find(
    (each) => each.dnsName === dnsName.toLowerCase() && each.port === port,
  );
  const known = (listener?.snapshots ?? []).filter(({ at }) => at <= now);
  let [believed, seen, since] = [false, false, Number.NEGATIVE_INFINITY];
  const believe = (until: number) => {
    if (seen !== believed && until - since >= seconds * 1000) believed = seen;
  };
  for (const { at, rules } of known) {
    believe(at);
    const closed = answersBadly(rules, path);
    if (closed !== seen) [seen, since] = [closed, at];
  }
  believe(now);
  return believed;
}

function answersBadly(rules: readonly ListenerRule[], path: string): boolean {
  const [first] = rules
    .filter(({ paths }) => paths.some((pattern) => fits(pattern, path)))
    .toSorted((one, other) => one.priority - other.priority);
  return first?.status !== undefined && (first.status < 200 || first.status >= 400);
}

function fits(pattern: string, path: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${source}$`).test(path);
}
