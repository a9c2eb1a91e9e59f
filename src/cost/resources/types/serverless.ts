import { ALL_MONTH, type Amount, assumed, beyond, known, product, times } from "../amount.ts";
import type { Component, PricedTypes } from "../pricing.ts";
import type { View } from "../view.ts";

/** Seconds a month that a function computes, times its memory in GB. */
function computed(view: View): Amount {
  const memory = times(view.number("memory_size", 128, assumed(128, 512, 1024)), 1 / 1024);
  return product(view.usage("monthly_requests"), times(view.usage("request_duration_ms"), 1 / 1000), memory);
}

function arm(view: View): boolean {
  return view.textOr("architectures[0]", "x86_64") === "arm64";
}

/** Messages of more than 64 kB count as several. */
function chunks(view: View): Amount {
  const size = view.usage("request_size_kb");
  const count = (value: number) => Math.max(1, Math.ceil(value / 64));
  const each = {
    low: count(size.low),
    expected: count(size.expected),
    high: count(size.high),
    assumed: size.assumed,
  };
  return product(view.usage("monthly_requests"), each);
}

function used(name: string, price: string, key: string): Component {
  return { name, price, quantity: (view) => view.usage(key) };
}

/** Sources: the pricing pages of Lambda, API Gateway, SQS, SNS, EventBridge, Step Functions, recalled. */
export const SERVERLESS: readonly PricedTypes[] = [
  {
    types: ["aws_lambda_function"],
    usage: {
      monthly_requests: assumed(1000, 100_000, 3_000_000),
      request_duration_ms: assumed(20, 100, 500),
    },
    components: [
      used("Requests", "lambda/requests", "monthly_requests"),
      {
        name: "Duration",
        price: (view) => (arm(view) ? "lambda/duration-arm" : "lambda/duration"),
        quantity: computed,
      },
      {
        name: "Storage above 512 MB",
        price: "lambda/storage",
        when: (view) => view.has("ephemeral_storage"),
        quantity: (view) => {
          const gb = times(
            beyond(view.number(view.inBlock("ephemeral_storage", "size"), 512), 512),
            1 / 1024,
          );
          return product(
            view.usage("monthly_requests"),
            times(view.usage("request_duration_ms"), 1 / 1000),
            gb,
          );
        },
      },
    ],
  },
  {
    types: ["aws_lambda_provisioned_concurrency_config"],
    components: [
      {
        name: "Provisioned concurrency",
        price: (view) => {
          const of = view.neighbour("aws_lambda_function");
          return of !== undefined && arm(of) ? "lambda/provisioned-arm" : "lambda/provisioned";
        },
        quantity: (view) => {
          const memory =
            view.neighbour("aws_lambda_function")?.number("memory_size", 128) ?? assumed(128, 512, 1024);
          const count = view.number("provisioned_concurrent_executions", 1);
          return times(product(ALL_MONTH, count, memory), 3600 / 1024);
        },
      },
    ],
  },
  {
    types: ["aws_api_gateway_rest_api"],
    usage: { monthly_requests: assumed(10_000, 1_000_000, 30_000_000) },
    components: [used("Requests", "apigateway/rest", "monthly_requests")],
  },
  {
    types: ["aws_api_gateway_stage"],
    components: [
      {
        name: "Cache",
        price: (view) => `apigateway/cache-${view.textOr("cache_cluster_size", "0.5")}`,
        when: (view) => view.flag("cache_cluster_enabled"),
        quantity: () => ALL_MONTH,
      },
    ],
  },
  {
    types: ["aws_apigatewayv2_api"],
    usage: {
      monthly_requests: assumed(10_000, 1_000_000, 30_000_000),
      monthly_messages: assumed(10_000, 1_000_000, 30_000_000),
      monthly_connection_mins: assumed(10_000, 1_000_000, 30_000_000),
    },
    components: [
      {
        name: "Requests",
        price: "apigateway/http",
        when: (view) => view.textOr("protocol_type", "HTTP") === "HTTP",
        quantity: (view) => view.usage("monthly_requests"),
      },
      {
        name: "Messages",
        price: "apigateway/websocket-messages",
        when: (view) => view.textOr("protocol_type", "HTTP") === "WEBSOCKET",
        quantity: (view) => view.usage("monthly_messages"),
      },
      {
        name: "Connection minutes",
        price: "apigateway/websocket-minutes",
        when: (view) => view.textOr("protocol_type", "HTTP") === "WEBSOCKET",
        quantity: (view) => view.usage("monthly_connection_mins"),
      },
    ],
  },
  {
    types: ["aws_sqs_queue"],
    // An empty queue that is asked for messages every twenty seconds is asked 131,400 times.
    usage: { monthly_requests: assumed(100_000, 1_000_000, 20_000_000), request_size_kb: assumed(1, 4, 64) },
    components: [
      {
        name: "Requests",
        price: (view) => (view.flag("fifo_queue") ? "sqs/fifo" : "sqs/standard"),
        quantity: chunks,
      },
    ],
  },
  {
    types: ["aws_sns_topic"],
    usage: { monthly_requests: assumed(100, 10_000, 1_000_000), request_size_kb: assumed(1, 4, 64) },
    components: [{ name: "Requests", price: "sns/requests", quantity: chunks }],
  },
  {
    types: ["aws_sns_topic_subscription"],
    usage: { monthly_requests: assumed(10, 500, 20_000) },
    components: [
      {
        // To queues and functions they are free.
        name: "HTTP notifications",
        price: "sns/http",
        when: (view) => /^https?$/.test(view.textOr("protocol", "")),
        quantity: (view) => view.usage("monthly_requests"),
      },
      {
        name: "Mails",
        price: "sns/email",
        when: (view) => view.textOr("protocol", "").startsWith("email"),
        quantity: (view) => view.usage("monthly_requests"),
      },
      {
        name: "Text messages",
        price: "sns/sms",
        when: (view) => view.textOr("protocol", "") === "sms",
        quantity: (view) => view.usage("monthly_requests"),
      },
    ],
  },
  {
    types: ["aws_cloudwatch_event_bus"],
    usage: { monthly_custom_events: assumed(10_000, 1_000_000, 20_000_000) },
    components: [used("Events published", "events/custom", "monthly_custom_events")],
  },
  {
    types: ["aws_cloudwatch_event_archive"],
    usage: { monthly_archive_processing_gb: assumed(0.1, 2, 40), archive_storage_gb: assumed(0.1, 2, 40) },
    components: [
      used("Events archived", "events/archive-processing", "monthly_archive_processing_gb"),
      used("Storage", "events/archive-storage", "archive_storage_gb"),
    ],
  },
  {
    types: ["aws_scheduler_schedule"],
    usage: { monthly_invocations: assumed(30, 1000, 50_000) },
    components: [used("Invocations", "scheduler/invocations", "monthly_invocations")],
  },
  {
    types: ["aws_sfn_state_machine"],
    usage: {
      monthly_transitions: assumed(100, 10_000, 1_000_000),
      monthly_requests: assumed(1000, 100_000, 10_000_000),
      memory_mb: assumed(64, 64, 128),
      workflow_duration_ms: assumed(100, 500, 5000),
    },
    components: [
      {
        name: "State transitions",
        price: "states/transitions",
        when: (view) => view.textOr("type", "STANDARD") === "STANDARD",
        quantity: (view) => view.usage("monthly_transitions"),
      },
      {
        name: "Express requests",
        price: "states/express-requests",
        when: (view) => view.textOr("type", "STANDARD") === "EXPRESS",
        quantity: (view) => view.usage("monthly_requests"),
      },
      {
        name: "Express duration",
        price: "states/express-duration",
        when: (view) => view.textOr("type", "STANDARD") === "EXPRESS",
        quantity: (view) =>
          times(
            product(
              view.usage("monthly_requests"),
              view.usage("workflow_duration_ms"),
              view.usage("memory_mb"),
            ),
            1 / (1000 * 3600 * 1024),
          ),
      },
    ],
  },
  {
    types: ["aws_kinesis_firehose_delivery_stream"],
    usage: { monthly_data_ingested_gb: assumed(1, 50, 1000) },
    components: [used("Data ingested", "firehose/data", "monthly_data_ingested_gb")],
  },
  {
    types: ["aws_kinesis_stream"],
    components: [
      {
        name: "Shards",
        price: "kinesis/shard",
        quantity: (view) => product(ALL_MONTH, view.number("shard_count", 4, assumed(1, 4, 10))),
      },
    ],
  },
  {
    types: ["aws_msk_cluster"],
    components: [
      {
        name: "Brokers",
        price: (view) =>
          `msk/${view.text(view.inBlock("broker_node_group_info", "instance_type")) ?? "kafka.m5.large"}`,
        quantity: (view) => product(ALL_MONTH, view.number("number_of_broker_nodes", 2)),
      },
      {
        name: "Volumes of brokers",
        price: "msk/storage",
        quantity: (view) => {
          const info = view.inBlock("broker_node_group_info", "storage_info");
          const disk = [`${info}[0].ebs_storage_info[0].volume_size`, `${info}.ebs_storage_info.volume_size`];
          const path = disk.find((each) => view.has(each)) ?? disk[0] ?? "";
          // What AWS gives where nobody says: 1,000 GiB. Recalled.
          return product(
            view.number("number_of_broker_nodes", 2),
            view.number(path, 1000, assumed(100, 1000, 4000)),
          );
        },
      },
    ],
  },
  {
    types: ["aws_mq_broker"],
    usage: { storage_size_gb: assumed(1, 20, 200) },
    components: [
      used("Storage", "mq/storage", "storage_size_gb"),
      {
        name: "Brokers",
        price: (view) => `mq/${view.text("host_instance_type") ?? "mq.t3.micro"}`,
        quantity: (view) => {
          const mode = view.textOr("deployment_mode", "SINGLE_INSTANCE");
          return product(
            ALL_MONTH,
            known(mode === "CLUSTER_MULTI_AZ" ? 3 : mode === "ACTIVE_STANDBY_MULTI_AZ" ? 2 : 1),
          );
        },
      },
    ],
  },
  {
    types: ["aws_athena_workgroup"],
    usage: { monthly_scanned_tb: assumed(0, 0.01, 0.5) },
    components: [used("Data scanned", "athena/scanned", "monthly_scanned_tb")],
  },
  {
    types: ["aws_glue_catalog_database", "aws_glue_catalog_table"],
    usage: { objects: assumed(1, 100, 10_000) },
    components: [used("Objects in the catalogue", "glue/objects", "objects")],
  },
];
