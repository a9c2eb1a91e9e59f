/** Small plans as Terraform 1.11 writes them, for tests. */

export interface PlanParts {
  readonly format_version?: unknown;
  readonly resource_changes?: unknown;
  readonly configuration?: unknown;
  readonly [name: string]: unknown;
}

export function planBytes(parts: PlanParts): Uint8Array {
  return Buffer.from(JSON.stringify({ format_version: "1.2", terraform_version: "1.11.4", ...parts }));
}

interface ChangeParts {
  readonly actions?: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly after_sensitive?: unknown;
  readonly before_sensitive?: unknown;
  readonly replace_paths?: unknown;
}

/** One element of `resource_changes`, its parts taken from the address. */
export function change(
  address: string,
  parts: ChangeParts = {},
  more: Readonly<Record<string, unknown>> = {},
) {
  const steps = address.replace(/^(?:module\.\w+(?:\[[^\]]*\])?\.)*/, "");
  const [, data, type, name, key] = /^(data\.)?(\w+)\.([\w-]+)(?:\[(.*)\])?$/.exec(steps) ?? [];
  return {
    address,
    mode: data === undefined ? "managed" : "data",
    type,
    name,
    ...(key === undefined ? {} : { index: JSON.parse(key) as unknown }),
    provider_name: "registry.terraform.io/hashicorp/aws",
    change: { actions: ["create"], before: null, after: {}, after_unknown: {}, ...parts },
    ...more,
  };
}

/** A plan with what real ones have: modules with keys, a second provider, secrets, a deletion, data. */
export const RICH_PLAN: PlanParts = {
  variables: { region: { value: "eu-west-1" } },
  resource_changes: [
    change("aws_vpc.main", {
      after: { cidr_block: "10.0.0.0/16", tags: null, tags_all: { team: "web" } },
      after_unknown: { id: true, arn: true, tags_all: {} },
    }),
    change('module.net["a"].aws_subnet.each[0]', { after: { cidr_block: "10.0.0.0/24" } }),
    change('module.net["a"].aws_subnet.each[1]'),
    change('module.net["b"].aws_subnet.each[0]'),
    change('module.net["a"].aws_route_table.each[0]'),
    change('module.net["a"].aws_route_table.each[1]'),
    change("aws_db_instance.orders", {
      after: { engine: "postgres", password: "hunter2", settings: [{ name: "a", token: "hunter3" }] },
      after_unknown: { id: true, settings: [{ id: true }] },
      after_sensitive: { settings: [{ token: true }] },
    }),
    change(
      "aws_instance.old",
      {
        actions: ["delete"],
        before: { arn: "arn:aws:ec2:us-east-1:222222222222:instance/i-1" },
        after: null,
      },
      { previous_address: "aws_instance.older" },
    ),
    change("aws_lb.replaced", {
      actions: ["delete", "create"],
      before: {},
      after: { name: "x" },
      replace_paths: [["name"], ["subnets", 0]],
    }),
  ],
  prior_state: {
    format_version: "1.0",
    values: {
      root_module: {
        resources: [
          {
            address: "data.aws_ami.base",
            mode: "data",
            type: "aws_ami",
            name: "base",
            provider_name: "registry.terraform.io/hashicorp/aws",
            values: { id: "ami-1" },
            sensitive_values: {},
          },
        ],
      },
    },
  },
  configuration: {
    provider_config: {
      aws: { name: "aws", expressions: { region: { references: ["var.region"] } } },
      "aws.us": {
        name: "aws",
        alias: "us",
        expressions: {
          region: { constant_value: "us-east-1" },
          assume_role: [{ role_arn: { constant_value: "arn:aws:iam::333333333333:role/deploy" } }],
          default_tags: [{ tags: { constant_value: { cost: "1001" } } }],
        },
      },
    },
    root_module: {
      resources: [
        { address: "aws_vpc.main", provider_config_key: "aws", expressions: {} },
        {
          address: "aws_db_instance.orders",
          provider_config_key: "aws.us",
          expressions: {
            vpc: [{ id: { references: ["aws_vpc.main.id", "aws_vpc.main"] } }],
            subnet: { references: ['module.net["a"].ids', 'module.net["a"]', "module.net"] },
            name: { references: ["local.name"] },
          },
          depends_on: ["module.net"],
        },
        { address: "aws_lb.replaced", expressions: { image: { references: ["data.aws_ami.base.id"] } } },
      ],
      module_calls: {
        net: {
          source: "./net",
          expressions: { vpc: { references: ["aws_vpc.main.id", "aws_vpc.main"] } },
          module: {
            outputs: { ids: { expression: { references: ["aws_subnet.each"] } } },
            resources: [
              { address: "aws_subnet.each", expressions: { vpc_id: { references: ["var.vpc"] } } },
              {
                address: "aws_route_table.each",
                expressions: { subnet_id: { references: ["aws_subnet.each", "count.index"] } },
              },
            ],
          },
        },
      },
    },
  },
};
