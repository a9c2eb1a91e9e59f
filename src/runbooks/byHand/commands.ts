import type { Json, JsonObject } from "../../lib/index.ts";
import { keptNames } from "../compile/index.ts";
import type { ApiCall, ClusterPlace, Fact, HttpCheck, Look, NamesCheck, ServiceName } from "../runbook.ts";

/** What the AWS CLI calls a service where IAM has another word. Source: `aws help`, version 1.45. */
const SERVICES: Partial<Record<ServiceName, string>> = { elasticloadbalancing: "elbv2", s3: "s3api" };

/**
 * A call as a command of the AWS CLI, to be pasted into a POSIX shell. `{name}` in the input becomes the shell's variable of
 * that name, which `keepCommands` sets.
 */
export function callCommand(call: ApiCall, region: string, query?: string): string {
  const { service, action, cluster } = call;
  const input = asTheCliTakes(call);
  const json = keptNames(input).reduce(
    (text, name) => text.replaceAll(`"{${name}}"`, `"'"$${name}"'"`),
    quoted(JSON.stringify(input)),
  );
  const at = cluster === undefined ? `--region ${region}` : AT_ENDPOINT;
  const command = [
    `aws ${SERVICES[service] ?? service} ${commandOf(action)} ${at}`,
    ...(Object.keys(input).length === 0 ? [] : [`--cli-input-json ${json}`]),
    ...(query === undefined ? [] : [query]),
  ].join(" \\\n  ");
  return cluster === undefined ? command : atEachEndpoint(command, cluster, region);
}

/** An event's detail is a text to everybody but Step Functions. */
function asTheCliTakes({ action, input }: ApiCall): JsonObject {
  if (action !== "PutEvents") return input;
  const entries = input.Entries as readonly JsonObject[];
  return { Entries: entries.map((entry) => ({ ...entry, Detail: JSON.stringify(entry.Detail) })) };
}

const AT_ENDPOINT = '--region "$at" --endpoint-url "$endpoint" --cli-connect-timeout 5 --cli-read-timeout 5';

/** A cluster of routing controls answers at endpoints of its own, which a parameter has as JSON: the first that answers. */
function atEachEndpoint(command: string, { parameter, without }: ClusterPlace, region: string): string {
  const listed = `sed -n 's/.*"endpoint":"\\([^"]*\\)","region":"\\([^"]*\\)".*/\\2 \\1/p'`;
  return [
    `aws ssm get-parameter --region ${region} --name ${quoted(parameter)} --query Parameter.Value --output text |`,
    `  tr '{' '\\n' | ${listed} |${without === undefined ? "" : ` grep -v '^${without} ' |`}`,
    `  while read -r at endpoint; do ${command} && break; done`,
  ].join("\n");
}

/** Commands that look: one that shows every fact by its name, and one for each fact that later calls need. */
export function lookCommands(look: Look, region: string): readonly string[] {
  const { ask } = look;
  if ("names" in ask) return [nameCommand(ask.names)];
  if ("http" in ask) return [httpCommand(ask.http)];
  const facts = Object.entries(look.facts).map(([name, fact]) => `${identifier(name)}: ${pathOf(fact)}`);
  const shown = facts.length === 0 ? undefined : `--query ${quoted(`{${facts.join(", ")}}`)} --output json`;
  return [callCommand(ask.api, region, shown), ...keepCommands(look, ask.api, region)];
}

function keepCommands({ keep, facts }: Look, api: ApiCall, region: string): readonly string[] {
  return Object.entries(keep ?? {}).map(([name, of]) => {
    const fact = facts[of];
    if (fact === undefined) throw new RangeError(`no look takes a fact ${of}`);
    const path = "at" in fact ? pathOf(fact) : `${pathOf(fact)} | [0]`;
    return `${name}=$(${callCommand(api, region, `--query ${quoted(path)} --output text`)})`;
  });
}

/**
 * Who answers for a name here: AWS names its addresses backwards with their region, us-east-1 as `compute-1`.
 * Source: recalled.
 */
function nameCommand({ host }: NamesCheck): string {
  return `for address in $(dig +short ${host}); do dig +short -x "$address"; done`;
}

function httpCommand({ url }: HttpCheck): string {
  return `curl --silent --show-error --head --output /dev/null --write-out '%{http_code}\\n' ${quoted(url)}`;
}

/** JMESPath of a fact. Source: https://jmespath.org/specification.html. */
function pathOf(fact: Fact): string {
  if ("at" in fact) return path(fact.at);
  const entries = path(fact.each);
  const filter =
    fact.where === undefined
      ? "[*]"
      : `[?${path(fact.where.field)}==\`${JSON.stringify(fact.where.is satisfies Json)}\`]`;
  return `${entries}${filter}${fact.take === undefined ? "" : `.${path(fact.take)}`}`;
}

function path(words: string): string {
  return words
    .split(".")
    .map((word) => word.replace(/^[^[]+/, identifier))
    .join(".");
}

function identifier(name: string): string {
  return /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
}

/** `DescribeDBInstances` as `describe-db-instances`, by the rule of botocore's `xform_name`. */
function commandOf(action: string): string {
  return action
    .replaceAll(/(.)([A-Z][a-z]+)/g, "$1-$2")
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase();
}

export function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
