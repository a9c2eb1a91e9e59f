import { describe, expect, it } from "vitest";
import { systemClock } from "../lib/index.ts";
import { driverConformance } from "./driver.conformance.ts";
import { FakeDriver } from "./fakeDriver.ts";
import { locateTerraform } from "./locate.ts";
import { RealDriver } from "./realDriver.ts";
import { StateServer } from "./testing/stateServer.ts";

const heldLock = (who: string) => ({
  ID: "0f0e0d0c",
  Path: "",
  Operation: "OperationTypeApply",
  Who: who,
  Version: "1.11.4",
  Created: "2026-03-01T10:00:00Z",
  Info: "",
});

driverConformance("the fake", async () => {
  const driver = new FakeDriver();
  return {
    driver,
    backend: () => ({ local: {} }),
    holdLock: (stack, who) => {
      const { ID, Path, Operation } = heldLock(who);
      const created = "2026-03-01 10:00:00 +0000 UTC";
      driver.lockState(stack, { id: ID, path: Path, operation: Operation, who, created });
      return () => driver.unlockState(stack);
    },
    stop: async () => undefined,
  };
});

const terraform = await locateTerraform();

if (terraform.ok) {
  driverConformance("the real one", async () => {
    const server = await StateServer.start();
    return {
      driver: new RealDriver({ binary: terraform.binary, env: {}, clock: systemClock }),
      backend: (stack) => server.backend(stack),
      holdLock: (stack, who) => {
        server.setLock(stack, heldLock(who));
        return () => server.setLock(stack, undefined);
      },
      stop: () => server.stop(),
    };
  });
} else {
  describe.skip(`the real driver: NOT TESTED, because ${terraform.reason}`, () => {
    it("passes the conformance suite", () => expect(terraform.ok).toBe(true));
  });
}
