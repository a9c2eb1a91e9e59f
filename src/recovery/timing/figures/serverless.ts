import { measured, quick, recalled, type TimingFigure } from "../figure.ts";

/** Creation of functions, their ways in, queues, workflows and builds. Seconds. */
export const SERVERLESS: readonly TimingFigure[] = [
  {
    id: "aws_sqs_queue",
    type: "aws_sqs_queue",
    typical: 26,
    pessimistic: 40,
    floor: 25,
    origin: measured("the provider reads its attributes back until they have stayed the same"),
  },
  {
    id: "aws_sqs_queue_policy",
    type: "aws_sqs_queue_policy",
    typical: 26,
    pessimistic: 40,
    floor: 25,
    origin: measured("the provider reads it back until it has stayed the same"),
  },
  ...quick(1, 3, [
    "aws_cloudwatch_event_archive",
    "aws_cloudwatch_event_bus",
    "aws_cloudwatch_event_bus_policy",
    "aws_cloudwatch_event_rule",
    "aws_cloudwatch_event_target",
  ]),
  {
    id: "aws_lambda_function",
    type: "aws_lambda_function",
    typical: 8,
    pessimistic: 30,
    origin: recalled(
      "a few seconds; longer with network interfaces in a VPC, which are made once for a subnet",
    ),
  },
  ...quick(1, 3, [
    "aws_lambda_alias",
    "aws_lambda_event_source_mapping",
    "aws_lambda_function_event_invoke_config",
    "aws_lambda_permission",
    "aws_s3_object",
    "aws_scheduler_schedule",
    "aws_scheduler_schedule_group",
  ]),
  {
    id: "aws_api_gateway_domain_name",
    type: "aws_api_gateway_domain_name",
    typical: 5,
    pessimistic: 60,
    origin: recalled("a regional name stands within a minute"),
  },
  ...quick(1, 4, [
    "aws_api_gateway_account",
    "aws_api_gateway_base_path_mapping",
    "aws_api_gateway_deployment",
    "aws_api_gateway_method_settings",
    "aws_api_gateway_rest_api",
    "aws_api_gateway_stage",
    "aws_api_gateway_usage_plan",
  ]),
  {
    id: "aws_sfn_state_machine",
    type: "aws_sfn_state_machine",
    typical: 2,
    pessimistic: 20,
    origin: recalled("longer while its role is new"),
  },
  {
    id: "aws_codebuild_project",
    type: "aws_codebuild_project",
    typical: 3,
    pessimistic: 20,
    origin: recalled("longer while its role is new"),
  },
  {
    id: "aws_eks_fargate_profile",
    type: "aws_eks_fargate_profile",
    typical: 90,
    pessimistic: 240,
    origin: recalled("one to four minutes, one profile of a cluster at a time"),
  },
];
