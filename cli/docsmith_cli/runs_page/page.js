// What was made on this machine: drawn from runs.json, and again every few seconds.

const WORD = "docsmith-word";
const KINDS = {excel: ["X", "Workbook"], word: ["W", "Document"], slides: ["P", "Deck"]};
const EVERY_MS = 5000;
const $ = (id) => document.getElementById(id);
const when = new Intl.DateTimeFormat(undefined, {dateStyle: "medium", timeStyle: "short"});

// The word comes in the fragment once, and is kept out of the address and of its history then.
if (location.hash.length > 1) {
  sessionStorage.setItem(WORD, location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
}

let older = [];
let next = null;

// Text goes in as text, always: there is no innerHTML on this page.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children.filter(Boolean));
  return element;
}

async function fetched(cursor) {
  const query = cursor ? `?${new URLSearchParams({cursor})}` : "";
  const headers = {"X-Word": sessionStorage.getItem(WORD) || ""};
  const answer = await fetch(`runs.json${query}`, {headers, cache: "no-store"});
  const told = await answer.json();
  if (!answer.ok) throw new Error(told.message);
  return told;
}

function badge(run) {
  if (run.active_task) return make("span", {class: "badge busy"}, "At work");
  if (!run.head) return make("span", {class: "badge none"}, "No document");
  return make("span", {class: "badge"}, run.head === 1 ? "Ready" : `Ready · revision ${run.head}`);
}

function link(href, text, title, more = {}) {
  return href && make("a", {href, "aria-label": `${text}: ${title}`, ...more}, text);
}

function entry(run) {
  const [sign, kind] = KINDS[run.kind] || ["T", run.kind];
  const title = run.title.trim() || "Without a title";
  const facts = [
    make("span", {}, kind),
    make("time", {datetime: run.updated_at}, when.format(new Date(run.updated_at))),
    badge(run),
  ];
  return make(
    "li",
    {class: "run"},
    make("span", {class: `kind ${KINDS[run.kind] ? run.kind : ""}`, "aria-hidden": "true"}, sign),
    make(
      "div",
      {},
      make("p", {class: "title", dir: "auto"}, title),
      make("p", {class: "facts"}, ...facts),
      run.reason && make("p", {class: "reason", dir: "auto"}, run.reason),
    ),
    make(
      "div",
      {class: "acts"},
      link(run.edit_url, "Open", title, {target: "_blank", rel: "noopener"}),
      link(run.download_url, "Download", title),
    ),
  );
}

let drawn = "";
function draw(newest) {
  const seen = new Set(newest.map((run) => run.run_id));
  const runs = [...newest, ...older.filter((run) => !seen.has(run.run_id))];
  const now = JSON.stringify(runs.map((run) => [run.run_id, run.title, run.head, run.active_task]));
  if (now !== drawn) $("runs").replaceChildren(...runs.map(entry));
  drawn = now;
  $("empty").hidden = runs.length > 0;
  $("more").hidden = !next;
}

let newest = [];
async function look() {
  const told = await fetched();
  if (!older.length) next = told.next_cursor;
  newest = told.data;
  draw(newest);
}

async function attempt(act) {
  try {
    await act();
    $("status").textContent = "";
  } catch (error) {
    $("status").textContent =
      error instanceof TypeError ? "`docsmith open` was ended: run it again." : error.message;
  }
}

$("more").addEventListener("click", () =>
  attempt(async () => {
    const told = await fetched(next);
    older = [...older, ...told.data];
    next = told.next_cursor;
    draw(newest);
  }),
);
setInterval(() => document.hidden || attempt(look), EVERY_MS);
attempt(look);
