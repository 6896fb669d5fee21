import { readFileSync } from "node:fs";
// [snippet]
import { createHmac, timingSafeEqual } from "node:crypto";

// X-Overten-Timestamp, X-Overten-Signature and the body exactly as it came, as a Buffer.
export function isOurs(secret, timestamp, signature, rawBody) {
  const hmac = createHmac("sha256", secret).update(`${timestamp}.`).update(rawBody);
  const expected = Buffer.from(`sha256=${hmac.digest("hex")}`);
  const given = Buffer.from(signature);
  const fresh = Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300;
  return fresh && expected.length === given.length && timingSafeEqual(expected, given);
}
// [/snippet]

const [secret, timestamp, signature] = process.argv.slice(2);
process.exit(isOurs(secret, timestamp, signature, readFileSync(0)) ? 0 : 1);
