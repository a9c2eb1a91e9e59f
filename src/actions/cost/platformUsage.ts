import type { Environment, Platform, Unit } from "../../config/index.ts";
import { RECOVERY } from "../../constructs/index.ts";
import { type Amount, assumed, type DerivedCost, type UsageSource } from "../../cost/index.ts";
import type { Resource } from "../../graph/index.ts";
import { WATCH } from "../../runbooks/index.ts";
import { servicesOnNodes } from "../../stacks/index.ts";
import { fargateSize } from "./fargateSize.ts";
import {
  endpointGb,
  KB_OF_A_GB,
  natGb,
  originGb,
  type TransferSubject,
  transitGb,
  WRITTEN,
  waysOf,
} from "./transfer.ts";

const SECONDS_OF_A_MONTH = 730 * 3600;
/** Requests of a connection, for which browsers keep it open. */
const REQUESTS_OF_A_CONNECTION = 10;

/** One run in a month: nine lanes that look every five seconds for two minutes, six states a look, rounded up. */
const TRANSITIONS_OF_A_RECOVERY = 2000;

/** A look and its end, once a minute: while the region answers there is nothing else to do. */
const TRANSITIONS_OF_A_WATCH = (2 * SECONDS_OF_A_MONTH) / WATCH.everySeconds;

/** What the configuration says of how an environment is used, spread over what it has. */
export interface PlatformUsage {
  readonly source: UsageSource;
  readonly derived: readonly DerivedCost[];
}

/** Nothing is known of the organization's own use: what runs there is small, and its defaults hold. */
export function platformUsage(platform: Platform, unit: Unit): PlatformUsage {
  if (unit.kind !== "environment") return { source: () => undefined, derived: [] };
  const traffic = new Traffic(platform, unit);
  return { source: (resource, key) => traffic.usage(resource, key), derived: traffic.derived() };
}

class Traffic {
  readonly #platform: Platform;
  readonly #environment: Environment;
  /** Requests of the whole environment in a month. */
  readonly #requests: number;
  /** Of those, what CloudFront passes on. */
  readonly #passed: number;
  readonly #serving: readonly string[];

  constructor(platform: Platform, environment: Environment) {
    const { requests, elsewherePercent, cachedPercent } = platform.usage;
    this.#platform = platform;
    this.#environment = environment;
    this.#requests = requests * (environment.production ? 1 : elsewherePercent / 100);
    this.#passed = this.#requests * (1 - cachedPercent / 100);
    this.#serving = environment.regions.filter(({ role }) => role === "active").map(({ name }) => name);
  }

  /** Pods outside of production, as a share. */
  get #scale(): number {
    return this.#environment.production ? 1 : 0.5;
  }

  /** A figure of the configuration: known where it was written, else assumed; either way no more exact than its spread. */
  #figure(expected: number): Amount {
    const { spread, growthPercent, given } = this.#platform.usage;
    const grown = (1 + growthPercent / 100) ** 12;
    const amount = assumed(expected / spread, expected, expected * spread * grown);
    return given ? { ...amount, assumed: false } : amount;
  }

  /** The same of a figure that rests on shares of ours, whatever was written of the requests. */
  #guess(expected: number): Amount {
    return { ...this.#figure(expected), assumed: true };
  }

  /** As far as data on their way hang on it. */
  get #onTheWay(): TransferSubject {
    const { services, usage } = this.#platform;
    return {
      environment: this.#environment,
      services,
      usage,
      passed: this.#passed,
      reaching: (region) => this.#here(region),
    };
  }

  /** What of all requests reaches one region: an even share of those that serve, nothing of those that wait. */
  #here(region: string | undefined): number {
    return region !== undefined && this.#serving.includes(region) ? this.#passed / this.#serving.length : 0;
  }

  usage(resource: Resource, key: string): Amount | undefined {
    const { podCpu, podMemoryGib, given } = this.#platform.usage;
    // How many pods there are is uncertain, how large they are is not: AWS sells these sizes and no others.
    if (resource.type === "aws_eks_fargate_profile" && key !== "pods") {
      const size = fargateSize(podCpu, podMemoryGib);
      const figure = { vcpu_per_pod: size.vcpu, memory_gb_per_pod: size.memoryGb }[key];
      return figure === undefined
        ? undefined
        : { low: figure, expected: figure, high: figure, assumed: !given };
    }
    const carried = this.#carried(resource, key);
    if (carried !== undefined) return this.#guess(carried);
    const figure = this.#value(resource, key);
    return figure === undefined ? undefined : this.#figure(figure);
  }

  /** What resources carry that are charged by the GB: gateways, endpoints, the edge. */
  #carried({ type, region = "", values }: Resource, key: string): number | undefined {
    switch (`${type} ${key}`) {
      case "aws_nat_gateway monthly_data_processed_gb":
        return natGb(this.#onTheWay, region);
      case "aws_vpc_endpoint monthly_data_processed_gb":
        return endpointGb(this.#onTheWay, region, String(values.known.service_name ?? ""));
      case "aws_ec2_transit_gateway_vpc_attachment monthly_data_processed_gb":
        return transitGb(this.#onTheWay, region);
      case "aws_cloudfront_distribution monthly_data_transfer_to_origin_gb.us":
        return originGb(this.#onTheWay);
      default:
        return undefined;
    }
  }

  #value({ type, region, values, tags }: Resource, key: string): number | undefined {
    const { responseKb, logKb, storedGib } = this.#platform.usage;
    const here = this.#here(region);
    const answered = (requests: number) => (requests * responseKb) / KB_OF_A_GB;
    const stores = Math.max(1, this.#environment.stores.length);
    const services = Math.max(1, this.#platform.services.length);
    const store = this.#environment.stores.find(({ id }) => String(tags.Name ?? "").endsWith(`-${id}`));
    const cluster = this.#environment.regions.find(({ name }) => name === region)?.cluster;
    // The lock of a region's recoveries: a few writes in a year.
    if (type === "aws_dynamodb_table" && tags.disposable === "true") return 0;
    switch (`${type} ${key}`) {
      case "aws_eks_fargate_profile pods":
        return cluster === "full" ? this.#platform.usage.podsPerService * this.#scale : 1;
      case "aws_cloudfront_distribution monthly_data_transfer_to_internet_gb.us":
        return answered(this.#requests);
      case "aws_cloudfront_distribution monthly_https_requests.us":
      case "aws_cloudfront_function monthly_requests":
        return this.#requests;
      case "aws_wafv2_web_acl monthly_requests":
        return values.known.scope === "CLOUDFRONT" ? this.#requests : here;
      case "aws_lb processed_bytes_gb":
        return answered(here) / 730;
      case "aws_lb new_connections":
        return here / REQUESTS_OF_A_CONNECTION / SECONDS_OF_A_MONTH;
      case "aws_lb active_connections":
        return here / REQUESTS_OF_A_CONNECTION / (SECONDS_OF_A_MONTH / 60);
      case "aws_dynamodb_table monthly_read_request_units":
        return (this.#passed * 2) / stores;
      case "aws_dynamodb_table monthly_write_request_units":
      case "aws_dynamodb_table_replica monthly_write_request_units":
        return (this.#passed * 0.2) / stores;
      case "aws_dynamodb_table storage_gb":
      case "aws_dynamodb_table pitr_backup_storage_gb":
      case "aws_dynamodb_table_replica storage_gb":
      case "aws_rds_cluster storage_gb":
        return storedGib;
      case "aws_rds_cluster read_requests_per_sec":
        return (here * 2) / SECONDS_OF_A_MONTH;
      case "aws_rds_cluster write_requests_per_sec":
        return (this.#passed * 0.5) / SECONDS_OF_A_MONTH / stores;
      case "aws_rds_global_cluster monthly_replicated_writes":
        return (this.#passed * 0.5) / stores;
      case "aws_s3_bucket standard.storage_gb":
        return store === undefined ? undefined : storedGib;
      case "aws_s3_bucket_replication_configuration monthly_replicated_gb":
        return storedGib * WRITTEN;
      case "aws_cloudwatch_log_group monthly_data_ingested_gb":
      case "aws_cloudwatch_log_group storage_gb":
        return String(values.known.name ?? "").includes("/services/")
          ? (here * logKb) / KB_OF_A_GB / services
          : undefined;
      // A machine that recovers runs in a drill, or when it must.
      case "aws_sfn_state_machine monthly_transitions": {
        const name = String(values.known.name ?? "");
        if (name.includes(`-${RECOVERY}-watch-`)) return TRANSITIONS_OF_A_WATCH;
        return name.includes(`-${RECOVERY}-`) ? TRANSITIONS_OF_A_RECOVERY : undefined;
      }
      case "aws_xray_sampling_rule monthly_traces":
        return (here * Number(values.known.fixed_rate ?? 0)) / services;
      default:
        return undefined;
    }
  }

  derived(): readonly DerivedCost[] {
    return this.#environment.regions.flatMap(({ name: region, cluster }) => [
      ...this.#transfer(region),
      ...(cluster === "full" ? this.#nodes(region) : []),
    ]);
  }

  #owners(region: string, kind: string): Omit<DerivedCost, "components"> {
    const { name: environment } = this.#environment;
    const { owner, costCentre } = this.#platform;
    return {
      address: `${environment}/${region}:${kind}`,
      type: kind,
      region,
      environment,
      service: "platform",
      owner,
      costCentre,
    };
  }

  /** What AWS charges for data on their way, which no resource has by itself. */
  #transfer(region: string): readonly DerivedCost[] {
    const components = waysOf(this.#onTheWay, region).map(({ name, item, gb }) => ({
      name,
      item,
      quantity: this.#guess(gb),
    }));
    return components.length === 0 ? [] : [{ ...this.#owners(region, "data_transfer"), components }];
  }

  /** Nodes that pods need beyond the groups that are always there, as Karpenter would add them. */
  #nodes(region: string): readonly DerivedCost[] {
    const { podsPerService, podCpu, podMemoryGib, spotPercent } = this.#platform.usage;
    const onNodes = servicesOnNodes({ platform: this.#platform });
    const pods = onNodes.length * podsPerService * this.#scale;
    // Of m7g.xlarge, with 4 vCPU and 16 GiB, nine tenths are for pods. The group keeps a node in each zone.
    const needed = Math.max((pods * podCpu) / (4 * 0.9), (pods * podMemoryGib) / (16 * 0.9));
    const kept = this.#environment.size === "small" ? 1 : 3;
    const beyond = this.#figure(needed);
    const more = {
      ...beyond,
      low: Math.max(0, beyond.low - kept),
      expected: Math.max(0, beyond.expected - kept),
      high: Math.max(0, beyond.high - kept),
    };
    if (more.high === 0) return [];
    const hours = (share: number): Amount => ({
      low: more.low * share * 730,
      expected: more.expected * share * 730,
      high: more.high * share * 730,
      assumed: more.assumed,
    });
    const spot = hours(spotPercent / 100);
    return [
      {
        ...this.#owners(region, "kubernetes_nodes"),
        components: [
          {
            name: "Nodes beyond the groups, on demand",
            item: "ec2/m7g.xlarge",
            quantity: hours(1 - spotPercent / 100),
          },
          {
            // Spot was 25 to 60 per cent of on-demand over the years; recalled.
            name: "Nodes beyond the groups, Spot, as hours on demand",
            item: "ec2/m7g.xlarge",
            quantity: {
              ...spot,
              low: spot.low * 0.25,
              expected: spot.expected * 0.35,
              high: spot.high * 0.6,
            },
          },
        ],
      },
    ];
  }
}
