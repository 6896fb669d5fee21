// What every part of the page stands on: the session, calls, telling the host, and making elements.

const facts = JSON.parse(document.getElementById("facts").textContent);
const root = location.pathname.split("/edit/")[0];
const $ = (id) => document.getElementById(id);

// Text goes in as text, always: there is no innerHTML on this page.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "class") element.className = value;
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") Object.assign(element.style, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function sketch(tag, attributes = {}, ...children) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

const state = {
  session: null, until: 0, viewOnly: false, task: null,
  head: null, revision: 0, pages: new Map(), draw: null,
  undo: [], redo: [], saving: false, queue: [],
};

class Refused extends Error {
  constructor(status, body) {
    super((body && body.message) || "The service did not answer.");
    this.status = status;
    this.body = body || {};
  }
}

async function call(method, path, body, more = {}) {
  const headers = {"X-Session": state.session};
  if (body !== undefined) headers["Content-Type"] = "application/json";
  let answer;
  try {
    answer = await fetch(root + path, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body),
      cache: "no-store", credentials: "omit", ...more,
    });
  } catch {
    throw new Refused(0, {message: "There is no connection to the service."});
  }
  const told = await answer.json().catch(() => ({}));
  if (answer.ok) return told;
  if (answer.status === 403 && /expired|not valid/.test(told.message || "")) ended(told.message);
  if (answer.status === 410) ended(told.message);
  throw new Refused(answer.status, told);
}

const run = `/runs/${facts.run}`;

async function openSession(token) {
  const answer = await call("POST", `${run}/session`, token ? {token} : {});
  state.session = answer.session;
  state.until = Date.parse(answer.expires_at);
  state.viewOnly = answer.view_only;
  $("download").href = answer.download_url;
  return answer;
}

// A session lives 15 minutes and is renewed while somebody is here.
let lastSeen = Date.now();
for (const sign of ["keydown", "pointerdown", "scroll"]) {
  addEventListener(sign, () => { lastSeen = Date.now(); }, {capture: true, passive: true});
}
setInterval(() => {
  const left = state.until - Date.now();
  const isHere = Date.now() - lastSeen < 10 * 60_000;
  if (state.session && left < 8 * 60_000 && isHere) openSession().catch(() => {});
  else if (state.session && left <= 0) ended("Your session is over.");
}, 20_000);

function tell(type, more = {}) {
  if (window.parent === window) return;
  const message = {source: "docsmith", type, run_id: facts.run, revision: state.revision, ...more};
  const above = location.ancestorOrigins && location.ancestorOrigins[0];
  const pinned = above && facts.origins.includes(above) ? [above] : facts.origins;
  for (const origin of [...pinned, location.origin]) {
    if (!above || origin === above) window.parent.postMessage(message, origin);
  }
}

let isOver = false;
function ended(message) {
  if (isOver) return;
  isOver = true;
  state.session = null;
  const text = make("div", {class: "refusal"},
    make("h2", {}, "This session is over"),
    make("p", {}, message || "The link has expired."),
    make("p", {class: "quiet"}, "Everything you changed was saved. Reload to go on; if the link is too old, " +
      "open the document again from where you came (the application gets a new link with GET /runs/{run_id})."),
    make("button", {type: "button", class: "primary", onclick: () => location.reload()}, "Reload"));
  $("stage").replaceChildren(text);
  setPanel(false);
  status("Expired");
  tell("expired");
}

function status(text, tone = "") {
  $("status").textContent = text;
  $("status").dataset.tone = tone;
}

function toast(text, tone = "") {
  const item = make("div", {class: "toast", "data-tone": tone}, text);
  $("toasts").append(item);
  setTimeout(() => item.remove(), tone === "bad" ? 9000 : 4000);
}

function notice(text) {
  $("notice").hidden = !text;
  $("notice").textContent = text || "";
}

const canEdit = () => !state.viewOnly && !state.task && !isOver;
const hex = (color) => (/^[0-9A-Fa-f]{6}$/.test(color || "") ? `#${color}` : "");
const key = (part, cursor) => `${part}/${cursor}`;

function keep(pages) {
  for (const page of pages) state.pages.set(key(page.part, page.cursor), page);
}

// A page of the document: at hand, or fetched once and then drawn again.
const asked = new Set();
function pageOf(part, cursor) {
  const known = state.pages.get(key(part, cursor));
  if (known) return known;
  const wanted = `${state.revision}/${key(part, cursor)}`;
  if (!asked.has(wanted)) {
    asked.add(wanted);
    const query = new URLSearchParams({part, cursor, revision: state.revision});
    call("GET", `${run}/view?${query}`).then((answer) => {
      if (answer.revision !== state.revision) return;
      keep(answer.pages);
      state.draw && state.draw.fresh();
    }).catch((refused) => { asked.delete(wanted); failed(refused); });
  }
  return null;
}

async function wholePart(part) {
  for (let cursor = 0; cursor < part.pages; cursor++) {
    if (state.pages.has(key(part.id, cursor))) continue;
    const query = new URLSearchParams({part: part.id, cursor, revision: state.revision});
    keep((await call("GET", `${run}/view?${query}`)).pages);
  }
}

function failed(refused) {
  if (isOver) return;
  toast(refused.message, "bad");
  tell("error", {message: refused.message});
}
