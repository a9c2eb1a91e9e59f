import { Route53HealthCheck } from "@cdktn/provider-aws/lib/route53-health-check/index.js";
import { Route53Record } from "@cdktn/provider-aws/lib/route53-record/index.js";
import { Construct } from "constructs";
import { type Naming, nameOf } from "../naming.ts";
import { type OwnerTags, tagsOf } from "../tags.ts";
import { CLOUDFRONT_ZONE } from "./distribution.ts";

/** A region as customers reach it. */
export interface TrafficRegion {
  /** AWS region, `us-east-1`. */
  readonly region: string;
  /** The region's public load balancer. */
  readonly balancer: { readonly dnsName: string; readonly zoneId: string };
  /** Region of the same home that takes its customers when it is lost. @default none: Route 53 sends them to the nearest healthy region */
  readonly standIn?: string;
  /**
   * What stands before the region and its sisters, and sends on what the region cannot take: an `Accelerator`.
   * @default none: the region is entered by its own name, or with its stand-in by a failover pair
   */
  readonly accelerator?: { readonly home: string; readonly dnsName: string; readonly zoneId: string };
  /** False for a region that only stands in. */
  readonly active: boolean;
  /**
   * Alarm in another region that keeps the names away from this one while it sounds: a recovery that left it sounds it.
   * @default none: the names lead here as soon as it answers
   */
  readonly keptAway?: { readonly alarm: string; readonly region: string };
  /**
   * ARN of the routing control that keeps the names away from this region while it is on: `RoutingControls`.
   * @default none: its health and the alarm alone decide
   */
  readonly routingControlArn?: string;
}

export interface RegionalTrafficProps {
  readonly naming: Naming;
  /** Public zone of the domain: `HostedZone`. */
  readonly zoneId: string;
  /** Domain of the environment, the last part of all names here. */
  readonly domain: string;
  /** Host names that customers use, fully qualified. */
  readonly hosts: readonly string[];
  readonly regions: readonly TrafficRegion[];
  /** Path that Route 53 asks for over HTTPS, at each region's origin. */
  readonly healthPath: string;
  /**
   * Name of the CloudFront distribution that the hosts lead to, `d111111abcdef8.cloudfront.net`.
   * @default the hosts lead to the regions themselves
   */
  readonly distribution?: string;
  readonly tags: OwnerTags;
}

/** Name that always means one region, whatever its health: `origin-us-east-1.shop.example.com`. */
export function originName(region: string, domain: string): string {
  return `origin-${region}.${domain}`;
}

/** Name that means a region or, when it is unhealthy, the one that stands in for it. */
export function entryName(region: string, domain: string): string {
  return `entry-${region}.${domain}`;
}

/** Name that means the accelerator before a region or, while any region behind that is to be kept away, `entryName`. */
function acceleratedName(region: string, domain: string): string {
  return `accelerated-${region}.${domain}`;
}

/**
 * Name that means the nearest healthy region: where CloudFront goes with what it may not keep. One
 * level below the domain, so that the regions' certificates cover it.
 */
export function globalOriginName(domain: string): string {
  return `origin.${domain}`;
}

type Alias = { readonly name: string; readonly zoneId: string; readonly evaluateTargetHealth: boolean };

function aliasIn({ zoneId }: RegionalTrafficProps, name: string): Alias {
  return { name, zoneId, evaluateTargetHealth: true };
}

/** By an accelerator, else by a pair, else by the region's own name. */
function entered(
  props: RegionalTrafficProps,
  {
    region,
    standIn,
    accelerator,
  }: Pick<TrafficRegion, "region" | "accelerator"> & { readonly standIn?: string | undefined },
): Alias {
  if (accelerator !== undefined) {
    return { name: accelerator.dnsName, zoneId: accelerator.zoneId, evaluateTargetHealth: true };
  }
  return aliasIn(
    props,
    standIn === undefined ? originName(region, props.domain) : entryName(region, props.domain),
  );
}

/** Seconds between two probes of one checker, and failed probes until it calls the region unhealthy. */
export const HEALTH_CHECK = { intervalSeconds: 10, failureThreshold: 3 } as const;

/**
 * Latency routing over the active regions, prepared in advance so that a failover is a change of
 * health and never a change of records: Route 53's control plane is in us-east-1, its data plane and
 * its health checks are everywhere.
 *
 * A region that a recovery has left is taken for unhealthy until another recovery lets it come back, whatever it answers:
 * its stores may have moved on without it. Route 53 reads that from an alarm of the region that took over, and goes on with
 * what it read last when that says nothing more or is away. One that never sounded counts as healthy.
 * Source: https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html
 * (InsufficientDataHealthStatus), read November 2026.
 *
 * An accelerator knows health and no alarm, and what moves it is answered by us-west-2 alone. So while one of the regions
 * behind it is kept away, the names lead past it, into the failover pairs. Who keeps its addresses, and asks for no name,
 * goes on to whatever region is healthy.
 *
 * Each host has a latency record for each active region. A region is entered through a failover pair
 * with one of the same home, so that its customers stay inside their home when it is lost.
 *
 * With a distribution, the hosts are aliases of it, over IPv4 and IPv6, and the latency records belong
 * to one name that it asks. Its edges are all over the world and look the name up where they are, so
 * that latency and health decide as before.
 */
export class RegionalTraffic extends Construct {
  /** Health check by which names lead to a region or not, by region. */
  readonly healthCheckIds: Readonly<Record<string, string>>;
  /** Of whether its way in answers, and of nothing else. */
  readonly answersCheckIds: Readonly<Record<string, string>>;

  constructor(scope: Construct, id: string, props: RegionalTrafficProps) {
    super(scope, id);
    const answers = new Map(props.regions.map((each) => [each.region, this.#origin(props, each)]));
    this.answersCheckIds = Object.fromEntries([...answers].map(([region, check]) => [region, check.id]));
    const latches = new Map(
      props.regions.map((each) => [
        each.region,
        [this.#latch(props, each), this.#routed(props, each)].flatMap((check) => check?.id ?? []),
      ]),
    );
    const checks = new Map(
      props.regions.flatMap(({ region }) => {
        const check = answers.get(region);
        if (check === undefined) return [];
        return [[region, this.#latched(props, region, [check.id, ...(latches.get(region) ?? [])])] as const];
      }),
    );
    this.healthCheckIds = Object.fromEntries(checks);
    const checkOf = (region: string) => {
      const check = checks.get(region);
      if (check === undefined) throw new RangeError(`no health check for ${region}`);
      return check;
    };
    const free = this.#freeHomes(props, latches);

    for (const each of props.regions) {
      const { region, standIn, active, accelerator } = each;
      if (standIn !== undefined) this.#pair(props, { region, standIn, checkOf });
      if (!active) continue;
      const past = free.get(accelerator?.home ?? "");
      const alias = past === undefined ? entered(props, each) : this.#accelerated(props, each, past);
      const names = props.distribution === undefined ? props.hosts : [globalOriginName(props.domain)];
      for (const host of names) {
        new Route53Record(this, `${host.replaceAll(".", "-")}-${region}`, {
          zoneId: props.zoneId,
          name: host,
          type: "A",
          setIdentifier: region,
          latencyRoutingPolicy: { region },
          // Of a failover pair the pair itself knows its health, and so does an accelerator.
          ...(standIn === undefined && accelerator === undefined ? { healthCheckId: checkOf(region) } : {}),
          alias,
        });
      }
    }
    if (props.distribution !== undefined) this.#hosts(props, props.distribution);
  }

  /** The region, or the one that stands in for it. */
  #pair(
    props: RegionalTrafficProps,
    of: { readonly region: string; readonly standIn: string; readonly checkOf: (region: string) => string },
  ): void {
    const targets = { primary: of.region, secondary: of.standIn };
    for (const [role, target] of Object.entries(targets)) {
      new Route53Record(this, `entry-${of.region}-${role}`, {
        zoneId: props.zoneId,
        name: entryName(of.region, props.domain),
        type: "A",
        setIdentifier: target,
        failoverRoutingPolicy: { type: role.toUpperCase() },
        healthCheckId: of.checkOf(target),
        alias: aliasIn(props, originName(target, props.domain)),
      });
    }
  }

  /** The accelerator, or past it while one of the regions behind it is kept away. */
  #accelerated(props: RegionalTrafficProps, each: TrafficRegion, healthCheckId: string): Alias {
    const name = acceleratedName(each.region, props.domain);
    const ways = {
      primary: { healthCheckId, alias: entered(props, each) },
      secondary: { alias: entered(props, { region: each.region, standIn: each.standIn }) },
    };
    for (const [role, way] of Object.entries(ways)) {
      new Route53Record(this, `accelerated-${each.region}-${role}`, {
        zoneId: props.zoneId,
        name,
        type: "A",
        setIdentifier: role === "primary" ? "accelerator" : "names",
        failoverRoutingPolicy: { type: role.toUpperCase() },
        ...way,
      });
    }
    return aliasIn(props, name);
  }

  #hosts(props: RegionalTrafficProps, distribution: string): void {
    for (const host of props.hosts) {
      for (const type of ["A", "AAAA"]) {
        new Route53Record(this, `${host.replaceAll(".", "-")}-edge-${type.toLowerCase()}`, {
          zoneId: props.zoneId,
          name: host,
          type,
          // Route 53 takes no other for a distribution: CloudFront is everywhere at once.
          alias: { name: distribution, zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: false },
        });
      }
    }
  }

  #origin(props: RegionalTrafficProps, { region, balancer }: TrafficRegion): Route53HealthCheck {
    new Route53Record(this, `origin-${region}`, {
      zoneId: props.zoneId,
      name: originName(region, props.domain),
      type: "A",
      alias: { name: balancer.dnsName, zoneId: balancer.zoneId, evaluateTargetHealth: true },
    });
    return new Route53HealthCheck(this, `health-${region}`, {
      type: "HTTPS",
      fqdn: originName(region, props.domain),
      port: 443,
      resourcePath: props.healthPath,
      requestInterval: HEALTH_CHECK.intervalSeconds,
      failureThreshold: HEALTH_CHECK.failureThreshold,
      measureLatency: true,
      enableSni: true,
      tags: tagsOf(nameOf(props.naming, `health-${region}`), props.tags),
    });
  }

  /** Unhealthy while a recovery keeps the names away from the region. */
  #latch(
    { naming, tags }: RegionalTrafficProps,
    { region, keptAway }: TrafficRegion,
  ): Route53HealthCheck | undefined {
    if (keptAway === undefined) return undefined;
    return new Route53HealthCheck(this, `kept-away-${region}`, {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: keptAway.alarm,
      cloudwatchAlarmRegion: keptAway.region,
      insufficientDataHealthStatus: "LastKnownStatus",
      tags: tagsOf(nameOf(naming, `kept-away-${region}`), tags),
    });
  }

  /**
   * Unhealthy while the region's routing control is on. A control follows its own cluster, and Route 53 with it: neither
   * asks a region of ours. That a check can be inverted, with no kind left out:
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-invert.html, read November 2026.
   */
  #routed(
    { naming, tags }: RegionalTrafficProps,
    { region, routingControlArn }: TrafficRegion,
  ): Route53HealthCheck | undefined {
    if (routingControlArn === undefined) return undefined;
    return new Route53HealthCheck(this, `routed-${region}`, {
      type: "RECOVERY_CONTROL",
      routingControlArn,
      invertHealthcheck: true,
      tags: tagsOf(nameOf(naming, `routed-${region}`), tags),
    });
  }

  /** The check that records follow: the region answers, and nobody keeps the names away from it. */
  #latched(
    { naming, tags }: RegionalTrafficProps,
    region: string,
    children: readonly [string, ...string[]],
  ): string {
    const [answers, ...latches] = children;
    if (latches.length === 0) return answers;
    return new Route53HealthCheck(this, `enter-${region}`, {
      type: "CALCULATED",
      childHealthchecks: [...children],
      childHealthThreshold: children.length,
      tags: tagsOf(nameOf(naming, `enter-${region}`), tags),
    }).id;
  }

  /** By home: a check that is healthy while none of the regions behind its accelerator is kept away. */
  #freeHomes(
    { naming, tags, regions }: RegionalTrafficProps,
    latches: ReadonlyMap<string, readonly string[]>,
  ): ReadonlyMap<string, string> {
    const homes = Map.groupBy(regions, ({ accelerator }) => accelerator?.home);
    return new Map(
      [...homes].flatMap(([home, behind]) => {
        const children = behind.flatMap(({ region }) => latches.get(region) ?? []);
        if (home === undefined || children.length === 0) return [];
        const check = new Route53HealthCheck(this, `accelerated-${home}`, {
          type: "CALCULATED",
          childHealthchecks: children,
          childHealthThreshold: children.length,
          tags: tagsOf(nameOf(naming, `accelerated-${home}`), tags),
        });
        return [[home, check.id] as const];
      }),
    );
  }
}
