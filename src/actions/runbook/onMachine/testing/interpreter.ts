import { type ChildProcess, spawn } from "node:child_process";
import { type AddressInfo, createServer } from "node:net";
import { AwsClients, type PlainCalls } from "../../../../aws/index.ts";
import { locateEmulator } from "../../../../sandbox/index.ts";

/**
 * A moto of its own that interprets state machines instead of keeping them: it runs their states, calls itself for each
 * task, and waits for answers. Without that setting, as in a sandbox, every execution has the same four events. What a task
 * calls goes past the gateway, so no overlay answers it and no region can be taken away: good for how a machine is
 * followed, not for what it does.
 */
export class Interpreter {
  readonly endpoint: string;
  readonly clients: AwsClients;
  readonly #child: ChildProcess;

  private constructor(endpoint: string, child: ChildProcess) {
    this.endpoint = endpoint;
    this.clients = clientsOf(endpoint);
    this.#child = child;
  }

  static async start(): Promise<Interpreter> {
    const place = await locateEmulator(process.env);
    if (!place.ok || place.kind !== "moto") throw new Error("no moto");
    const port = await freePort();
    const child = spawn(place.command, ["-H", "127.0.0.1", "-p", String(port)], {
      // Its tasks call the server that this port leads to.
      env: { PATH: process.env.PATH, HOME: process.env.HOME, MOTO_PORT: String(port) },
      stdio: "ignore",
    });
    const made = new Interpreter(`http://127.0.0.1:${port}`, child);
    for (let tries = 0; tries < 300; tries++) {
      const set = await fetch(`${made.endpoint}/moto-api/config`, {
        method: "POST",
        body: JSON.stringify({ stepfunctions: { execute_state_machine: true } }),
      }).catch(() => undefined);
      if (set?.ok) return made;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await made.stop();
    throw new Error("moto did not start");
  }

  async call(
    plain: PlainCalls,
    service: string,
    target: string,
    body: object,
    version: string,
  ): Promise<Readonly<Record<string, unknown>>> {
    const { status, body: answer } = await plain.send({
      service,
      method: "POST",
      target,
      contentType: `application/x-amz-json-${version}`,
      body: JSON.stringify(body),
    });
    if (status >= 300) throw new Error(`${target}: ${answer}`);
    return JSON.parse(answer) as Record<string, unknown>;
  }

  async topic(plain: PlainCalls, name: string): Promise<string> {
    const { body } = await plain.send({
      service: "sns",
      method: "POST",
      contentType: "application/x-www-form-urlencoded; charset=utf-8",
      body: `Action=CreateTopic&Version=2010-03-31&Name=${name}`,
    });
    const [, arn] = /<TopicArn>([^<]+)</.exec(body) ?? [];
    if (arn === undefined) throw new Error(body);
    return arn;
  }

  async stop(): Promise<void> {
    this.clients.destroy();
    const over = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await over;
  }
}

/** As a moto wants to be asked, whoever asks. */
export function clientsOf(endpoint: string): AwsClients {
  return new AwsClients({
    endpoint,
    credentials: { accessKeyId: "testing", secretAccessKey: "testing" },
    appId: "trireme-runbook",
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
