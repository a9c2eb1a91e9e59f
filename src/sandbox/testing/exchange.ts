import { connect } from "node:net";

/** Speaks HTTP by hand: sends the parts with a pause between, and gives all that came back. */
export function exchange(endpoint: string, parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(endpoint).port), "127.0.0.1");
    let text = "";
    let next = 1;
    socket.setEncoding("utf8");
    socket.once("error", reject);
    socket.once("close", () => resolve(text));
    socket.on("data", (chunk: string) => {
      text += chunk;
      const part = parts[next];
      next += 1;
      if (part !== undefined) socket.write(part);
    });
    socket.write(parts[0] ?? "");
  });
}
