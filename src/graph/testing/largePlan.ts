/**
 * Plans of any size that look like those of a platform: ten resources a cell, each referring to others, with
 * as many attributes as the provider really gives. For tests and for `bench/graph.ts`.
 */
type Attributes = Readonly<Record<string, unknown>>;

interface Block {
  readonly type: string;
  readonly name: string;
  readonly set: Attributes;
  /** Argument to the attribute of another resource that it reads. */
  readonly reads: Readonly<Record<string, string>>;
  readonly computed: readonly string[];
}

const COMPUTED = ["arn", "id", "owner_id", "tags_all_computed", "hosted_zone_id", "unique_id", "created_at"];

/** What a resource has besides what was set: defaults of the provider, most of them null. */
function defaults(cell: number): Attributes {
  return Object.fromEntries(
    Array.from({ length: 24 }, (_, at) => [
      `default_${at}`,
      at % 3 === 0 ? null : at % 3 === 1 ? at % 2 === 0 : `value ${cell % 7} of ${at}`,
    ]),
  );
}

function cellBlocks(cell: number): readonly Block[] {
  const block = (type: string, name: string, set: Attributes, reads: Block["reads"] = {}): Block => ({
    type,
    name: `${name}_${cell}`,
    set: {
      ...defaults(cell),
      ...set,
      tags: { Name: `${name}-${cell}`, service: "shop", owner: "platform-team" },
    },
    reads,
    computed: COMPUTED,
  });
  const vpc = `aws_vpc.main_${cell}.id`;
  const group = `aws_security_group.web_${cell}.id`;
  return [
    block("aws_vpc", "main", { cidr_block: "10.0.0.0/16", enable_dns_support: true }),
    block("aws_subnet", "a", { cidr_block: "10.0.0.0/24" }, { vpc_id: vpc }),
    block("aws_subnet", "b", { cidr_block: "10.0.1.0/24" }, { vpc_id: vpc }),
    block(
      "aws_security_group",
      "web",
      { ingress: [{ from_port: 443, to_port: 443, protocol: "tcp", cidr_blocks: ["0.0.0.0/0"] }] },
      { vpc_id: vpc },
    ),
    block(
      "aws_instance",
      "web",
      { instance_type: "m6g.large", root_block_device: [{ volume_size: 50, encrypted: true }] },
      { subnet_id: `aws_subnet.a_${cell}.id`, vpc_security_group_ids: group },
    ),
    block("aws_s3_bucket", "media", { bucket: `shop-media-${cell}`, force_destroy: false }),
    block(
      "aws_db_instance",
      "orders",
      { instance_class: "db.r6g.large", engine: "postgres", password: `hidden-${cell}` },
      { vpc_security_group_ids: group },
    ),
    block("aws_iam_role", "web", { name: `web-${cell}`, assume_role_policy: '{"Version":"2012-10-17"}' }),
    block("aws_lb", "web", { load_balancer_type: "application" }, { subnets: `aws_subnet.b_${cell}.id` }),
    block(
      "aws_cloudwatch_metric_alarm",
      "cpu",
      { metric_name: "CPUUtilization", threshold: 80, period: 60 },
      { dimensions: `aws_instance.web_${cell}.id` },
    ),
  ];
}

function planned({ type, name, set }: Block) {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/hashicorp/aws",
    schema_version: 1,
    values: set,
    sensitive_values: {},
  };
}

function changed(block: Block) {
  const { values, sensitive_values, schema_version, ...identity } = planned(block);
  return {
    ...identity,
    change: {
      actions: ["create"],
      before: null,
      after: values,
      after_unknown: Object.fromEntries(
        [...block.computed, ...Object.keys(block.reads)].map((name) => [name, true]),
      ),
      before_sensitive: false,
      after_sensitive: { ...sensitive_values, ...("password" in values ? { password: true } : {}) },
    },
  };
}

function configured({ type, name, set, reads }: Block) {
  return {
    address: `${type}.${name}`,
    mode: "managed",
    type,
    name,
    provider_config_key: "aws",
    expressions: {
      ...Object.fromEntries(
        Object.entries(set)
          .filter(([key, value]) => value !== null && !key.startsWith("default_"))
          .map(([key, value]) => [key, { constant_value: value }]),
      ),
      ...Object.fromEntries(
        Object.entries(reads).map(([key, attribute]) => [
          key,
          { references: [attribute, attribute.split(".").slice(0, 2).join(".")] },
        ]),
      ),
    },
    schema_version: 1,
  };
}

/** JSON text of a plan of `count` resources, part by part: a large one need not be in memory as a whole. */
export function* largePlan(count: number): Generator<string> {
  const blocks = function* (): Generator<Block> {
    for (let cell = 0, left = count; left > 0; cell++, left -= 10) yield* cellBlocks(cell).slice(0, left);
  };
  const list = function* (write: (block: Block) => unknown): Generator<string> {
    let separator = "";
    for (const block of blocks()) {
      yield separator + JSON.stringify(write(block));
      separator = ",";
    }
  };
  yield '{"format_version":"1.2","terraform_version":"1.11.4","variables":{"region":{"value":"eu-west-1"}},';
  yield '"planned_values":{"root_module":{"resources":[';
  yield* list(planned);
  yield ']}},"resource_changes":[';
  yield* list(changed);
  yield '],"configuration":{"provider_config":{"aws":{"name":"aws","full_name":"registry.terraform.io/hashicorp/aws","expressions":{"region":{"references":["var.region"]},"allowed_account_ids":{"constant_value":["111111111111"]}}}},"root_module":{"variables":{"region":{}},"resources":[';
  yield* list(configured);
  yield "]}}}";
}
