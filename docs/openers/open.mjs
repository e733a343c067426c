// Opens one sealed referral, or a follow-up of one, with the hub's private key, and prints its JSON.
//
//     node open.mjs hub.key doors.pub kept/ID.sealed.json
//
// The third may be left out: then the entry is read from standard input. It is the
// text of the queue's field `event`, byte for byte, as docs/hub-queue.md says; the
// step numbers below are the steps there under 'To open'.
//
// Rule: nothing is shown that its door has not signed. Exit code 0: opened.
// 1: refused, with the reason's code on standard error. 2: it could not begin.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { Aes256Gcm, CipherSuite, HkdfSha256 } from "@hpke/core";
import { XWing } from "@hpke/hybridkem-x-wing";

const ID = /^[A-Za-z0-9][A-Za-z0-9_-]{7,63}$/;
const KEY_ID = /^[0-9a-f]{16}$/;
const HOUR = /^\d{4}-\d\d-\d\dT\d\d:00:00Z$/;
const EVENT = ["specversion", "id", "source", "type", "time", "datacontenttype", "dataschema", "data"];
const TYPES = { "frontdoor.referral.sealed.v1": "referral", "frontdoor.followup.sealed.v1": "followup" };
const HEADER = ["v", "suite", "alg", "typ", "id", "kid", "sigkid", "time"];
const ENCAPSULATED = 1120; // of X-Wing: 1,088 bytes of ML-KEM-768, then 32 of X25519
const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The entry is not shown. Keep it; docs/hub-queue.md says for each code what to do. */
export class Refused extends Error {}

function insist(holds, code) {
  if (!holds) throw new Refused(code);
}

/** The bytes of base64url without padding, and of no other spelling. */
function b64u(letters) {
  insist(typeof letters === "string", "shape");
  const data = Buffer.from(letters, "base64url");
  insist(data.toString("base64url") === letters, "shape");
  return data;
}

/** How a key is named: the first 16 hex digits of its SHA-256. */
const keyId = (key) => createHash("sha256").update(key).digest("hex").slice(0, 16);

/** `bare`, if it is an object with exactly these members. */
function members(bare, names) {
  const found = bare !== null && typeof bare === "object" && !Array.isArray(bare) ? Object.keys(bare) : [];
  insist(found.length === names.length && names.every((name) => found.includes(name)), "shape");
  return bare;
}

/** The object in these bytes, with exactly these members, each once. */
function parse(raw, names) {
  let written, bare;
  try {
    written = text.decode(raw);
    bare = JSON.parse(written);
  } catch {
    throw new Refused("shape");
  }
  // JSON.parse keeps the last of two members with one name; written again, the text would be shorter.
  const tight = written.replace(/("(?:[^"\\]|\\.)*")|\s+/g, "$1");
  insist(JSON.stringify(bare) === tight, "shape");
  return members(bare, names);
}

/** One container: its header, the header's own bytes, what is sealed, and the container as it came. */
function readContainer(bare) {
  members(bare, ["protected", "ct", "sig"]);
  const [raw, sealed, signature] = [b64u(bare.protected), b64u(bare.ct), b64u(bare.sig)];
  const header = parse(raw, HEADER);
  insist(header.v === 1 && header.suite === "647a-0001-0002" && header.alg === "Ed25519", "version");
  const fits = (pattern, name) => typeof header[name] === "string" && pattern.test(header[name]);
  insist(Object.values(TYPES).includes(header.typ) && fits(ID, "id") && fits(HOUR, "time"), "shape");
  insist(fits(KEY_ID, "kid") && fits(KEY_ID, "sigkid"), "shape");
  return { header, raw, sealed, signature, bare };
}

/** The containers of an entry, which must all speak of the same referral. */
function readEvent(entry) {
  const event = parse(entry, EVENT);
  insist(event.specversion === "1.0" && typeof event.type === "string" && Object.hasOwn(TYPES, event.type), "version");
  insist(event.dataschema === "urn:frontdoor:schema:sealed-referral:1", "version");
  const { sealed } = members(event.data, ["sealed"]);
  insist(Array.isArray(sealed) && sealed.length >= 1 && sealed.length <= 3, "shape");
  const containers = sealed.map(readContainer);
  for (const { header } of containers) {
    insist(event.id === header.id && event.time === header.time, "shape");
    insist(event.source === `urn:frontdoor:door:${header.sigkid}`, "shape");
    insist(header.typ === TYPES[event.type], "shape");
    insist(event.datacontenttype === "application/json", "shape");
  }
  return containers;
}

/** Whether the holder of this Ed25519 key (32 bytes) signed `message`. */
function signed(key, message, signature) {
  const jwk = { kty: "OKP", crv: "Ed25519", x: Buffer.from(key).toString("base64url") };
  return verify(null, message, createPublicKey({ key: jwk, format: "jwk" }), signature);
}

/** The referral's JSON, as bytes. `doors` maps a sigkid to the verifying key of a door that is trusted. */
export async function openEvent(entry, seed, doors) {
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  // The private key of X-Wing is its 32-byte seed, taken as it is (deriveKeyPair would hash it once more).
  const bytes = (data) => data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
  const { privateKey, publicKey } = await suite.kem.generateKeyPairDerand(new Uint8Array(seed));
  const kid = keyId(Buffer.from(await suite.kem.serializePublicKey(publicKey)));
  // 1. The container that is sealed to this key.
  const mine = readEvent(entry).find((one) => one.header.kid === kid);
  insist(mine, "key");
  // 2. The door that says it wrote it, if it is trusted.
  const door = doors.get(mine.header.sigkid);
  insist(door, "door");
  // 3. Its signature, before anything is opened.
  const message = ["frontdoor/sealed-referral/v1/signature", mine.bare.protected, mine.bare.ct].join("\0");
  insist(signed(door, Buffer.from(message), mine.signature), "signature");
  // 4. The seal, bound to the header's bytes as they came.
  const info = Buffer.concat([Buffer.from("frontdoor/sealed-referral/v1\0"), mine.raw]);
  let padded;
  try {
    const [enc, ct] = [mine.sealed.subarray(0, ENCAPSULATED), mine.sealed.subarray(ENCAPSULATED)];
    padded = Buffer.from(await suite.open({ recipientKey: privateKey, enc: bytes(enc), info: bytes(info) }, bytes(ct)));
  } catch {
    throw new Refused("closed");
  }
  return content(unpad(padded), mine.header.id);
}

/** 5. What stands between the length and the zeros. */
function unpad(padded) {
  insist(padded.length >= 4, "padding");
  const length = padded.readUInt32BE(0);
  const size = [4, 8, 16, 32, 64].map((kib) => kib * 1024).find((one) => one >= length + 4);
  insist(padded.length === size && padded.subarray(4 + length).every((one) => one === 0), "padding");
  return padded.subarray(4, 4 + length);
}

/** 6. The referral itself, whose id is the header's. */
function content(referral, id) {
  let bare;
  try {
    bare = JSON.parse(text.decode(referral));
  } catch {
    throw new Refused("content");
  }
  insist(bare !== null && typeof bare === "object" && !Array.isArray(bare) && bare.id === id, "content");
  return referral;
}

/** The verifying keys in doors.pub, by their names. A line is KIND.FROM.UNTIL.KEYS.SIGNATURE; '#' begins a note. */
export function readDoors(lines) {
  const words = lines.split("\n").filter((line) => !line.startsWith("#")).join(" ").split(/[\s,]+/).filter(Boolean);
  return new Map(words.map((word) => {
    const end = word.lastIndexOf(".");
    const verifying = b64u(word.split(".")[3]).subarray(0, 32);
    // Each line signs itself, so that one wrong letter is found here.
    insist(signed(verifying, Buffer.from(word.slice(0, end)), b64u(word.slice(end + 1))), "door");
    return [keyId(verifying), verifying];
  }));
}

/** Opens what the command line names, and gives the exit code. */
async function main(words) {
  if (words.length < 2 || words.length > 3) {
    console.error("Say: node open.mjs hub.key doors.pub [ID.sealed.json]");
    return 2;
  }
  let seed, doors, entry;
  try {
    seed = b64u(JSON.parse(readFileSync(words[0], "utf-8")).sealing_seed);
    doors = readDoors(readFileSync(words[1], "utf-8"));
    entry = readFileSync(words[2] ?? 0);
  } catch (fault) {
    // The kind of fault alone: its words might hold a part of a key.
    console.error(`The key, the doors or the entry cannot be read (${fault.name}).`);
    return 2;
  }
  try {
    const referral = await openEvent(entry, seed, doors);
    process.stdout.write(Buffer.concat([referral, Buffer.from("\n")]));
    return 0;
  } catch (fault) {
    if (!(fault instanceof Refused)) throw fault;
    console.error(`refused: ${fault.message}`);
    return 1;
  }
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) process.exitCode = await main(process.argv.slice(2));
