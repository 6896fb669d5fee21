// The page itself: opening, saving edits one after another, undo, conflicts, keys.

const KINDS = {
  excel: {name: "Workbook", drawer: Grid, styles: cellStyles},
  word: {name: "Document", drawer: Prose, styles: proseStyles},
  slides: {name: "Deck", drawer: Deck, styles: () => []},
};

async function start() {
  $("kind").classList.add(facts.kind);
  $("toggle").addEventListener("click", () => setPanel($("panel").hidden));
  $("undo").addEventListener("click", () => back(state.undo));
  $("redo").addEventListener("click", () => back(state.redo));
  try {
    const session = await openSession(facts.token);
    show(await call("GET", `${run}/view`));
    status(state.viewOnly ? "View only" : "Saved", "good");
    buttons();
    tell("loaded");
    if (session.active_task) follow(session.active_task);
    if (innerWidth > 1180 && !state.viewOnly) setPanel(true);
  } catch (refused) {
    if (isOver) return;
    if (!(refused instanceof Refused)) throw refused;
    $("stage").replaceChildren(make("div", {class: "refusal"}, make("h2", {}, "The document could not be opened"), make("p", {}, refused.message),
      make("button", {type: "button", class: "primary", onclick: () => location.reload()}, "Try again")));
    status("");
    tell("error", {message: refused.message});
  }
}

function show(view) {
  state.head = view.head;
  state.revision = view.revision;
  state.pages = new Map();
  keep(view.pages);
  $("name").textContent = document.title = view.file_name;
  const kind = KINDS[view.head.kind];
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(kind.styles().join("\n"));
  document.adoptedStyleSheets = [sheet];
  if (!state.draw) state.draw = new kind.drawer($("stage"));
}

// The newest revision, drawn over the old one; what differs is marked.
async function refresh() {
  const before = state.pages;
  const view = await call("GET", `${run}/view`);
  const parts = new Map([...before].filter(([name]) => view.head.parts.some((part) => name.startsWith(`${part.id}/`))));
  show(view);
  for (const name of parts.keys()) if (!state.pages.has(name)) {
    const [part, cursor] = name.split("/"), known = view.head.parts.find((one) => one.id === part);
    if (known && +cursor < known.pages) await fetchPage(part, +cursor);
  }
  state.draw.fresh();
  return state.draw.changed(before);
}

async function fetchPage(part, cursor) {
  if (state.pages.has(key(part, cursor))) return;
  const query = new URLSearchParams({part, cursor, revision: state.revision});
  keep((await call("GET", `${run}/view?${query}`)).pages);
}

// Edits are sent one after another, each on the revision that the one before made.
function commit(edit) {
  if (edit.kind === undefined) edit.kind = "new";
  state.queue.push(edit);
  status("Saving …", "busy");
  if (!state.saving) state.saving = drain().finally(() => { state.saving = null; });
}

async function idle() { while (state.saving) await state.saving; }

async function drain() {
  while (state.queue.length && !isOver) {
    const edit = state.queue[0];
    try {
      const answer = await send(edit);
      state.queue.shift();
      took(edit, answer);
    } catch (refused) {
      if (isOver) return;
      if (refused.status === 0 || refused.status >= 500) {
        status("Not saved yet – trying again", "bad");
        await new Promise((resolve) => setTimeout(resolve, 3000));
        continue;
      }
      state.queue.shift();
      await notTaken(edit, refused);
      return;
    }
  }
  await refresh().catch(failed);
  if (!state.task) status("Saved", "good");
  if (!$("panel").hidden) showHistory();
}

let isLeaving = false;
function send(edit) {
  return call("POST", `${run}/edits`, {base_revision: state.revision, ops: edit.ops}, {keepalive: isLeaving});
}

function took(edit, answer) {
  state.revision = answer.revision;
  const pair = {ops: edit.inverse, inverse: edit.ops, place: edit.place};
  if (edit.kind === "undo") state.redo.push(pair);
  else state.undo.push(pair);
  if (edit.kind === "new") state.redo = [];
  buttons();
  showFindings(answer.findings);
  tell("saved", {changed: answer.changed});
}

async function notTaken(edit, refused) {
  if (refused.status === 409) {
    if (refused.body.active_task) {
      toast("Not saved: the agent is at work on this document.", "bad");
      state.queue = [];
      await refresh().catch(failed);
      follow(refused.body.active_task);
      return;
    }
    await conflict(edit);
    return;
  }
  toast(`Not saved. ${refused.message}`, "bad");
  tell("error", {message: refused.message});
  await refresh().catch(failed);
  status("Saved", "good");
}

// Somebody else was faster: both sides are shown, and one is chosen.
async function conflict(edit) {
  await refresh().catch(failed);
  const theirs = standing(edit.place);
  const isMine = await choose("The document was changed in the meantime", [
    ["Theirs", theirs || "(changed elsewhere)"], ["Yours", edit.mine === undefined ? "(your last change)" : String(edit.mine)],
  ], "Keep mine", "Keep theirs");
  state.undo = [];
  state.redo = [];
  if (isMine) { state.queue.unshift(edit); await drain(); return; }
  state.queue = [];
  buttons();
  status("Saved", "good");
}

function standing(place) {
  const draw = state.draw;
  if (draw instanceof Grid) {
    const match = /!([A-Z]+)(\d+)$/.exec(place);
    const column = match && [...match[1]].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
    return match ? draw.source({row: +match[2], column}) || "(empty)" : "";
  }
  const element = document.querySelector(draw instanceof Deck ? ".slide.large" : `[data-block="${CSS.escape(place)}"]`);
  return element ? element.innerText.slice(0, 400) : "";
}

function choose(title, sides, first, second) {
  return new Promise((resolve) => {
    const dialog = $("dialog");
    const end = (answer) => { dialog.close(); resolve(answer); };
    dialog.replaceChildren(make("h2", {id: "dialog-title"}, title),
      make("div", {class: "sides"}, ...sides.map(([name, text]) => make("div", {}, make("h3", {}, name), make("p", {}, text)))),
      make("div", {class: "askrow"}, make("button", {type: "button", onclick: () => end(false)}, second), make("button", {type: "button", class: "primary", onclick: () => end(true)}, first)));
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}

function back(from) {
  if (!canEdit() || !from.length) return;
  state.draw.finish && state.draw.finish(true);
  const pair = from.pop();
  commit({...pair, kind: from === state.undo ? "undo" : "redo"});
  buttons();
}

function buttons() {
  $("undo").disabled = !state.undo.length || !canEdit();
  $("redo").disabled = !state.redo.length || !canEdit();
  for (const id of ["undo", "redo"]) $(id).hidden = state.viewOnly;
}

addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || /^(INPUT|TEXTAREA)$/.test(event.target.tagName) || event.target.isContentEditable) return;
  const pressed = event.key.toLowerCase();
  if (pressed === "z") back(event.shiftKey ? state.redo : state.undo);
  else if (pressed === "y") back(state.redo);
  else return;
  event.preventDefault();
});

// Closing the tab takes what is being typed along.
addEventListener("pagehide", () => {
  isLeaving = true;
  if (state.draw && !isOver) state.draw.finish(true);
});

start();
