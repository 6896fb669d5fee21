// The page itself: opening a document, drawing it, keys that hold everywhere.

const KINDS = {
  excel: {drawer: Grid, styles: cellStyles},
  word: {drawer: Prose, styles: proseStyles},
  slides: {drawer: Deck, styles: () => []},
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
    nameToggle();
    buttons();
    tell("loaded");
    if (session.active_task) follow(session.active_task);
    if (innerWidth > 1180 && !state.viewOnly) setPanel(true);
  } catch (refused) {
    if (isOver) return;
    if (!(refused instanceof Refused)) throw refused;
    instead("The document could not be opened", "Try again", make("p", {}, refused.message));
    status("");
    tell("error", {message: refused.message});
  }
}

// Who may only look is offered the history, and nothing to ask.
const panelName = () => (state.viewOnly ? "History" : "Ask & history");
function nameToggle() {
  for (const name of ["aria-label", "title"]) $("toggle").setAttribute(name, panelName());
  $("toggle").querySelector("span").textContent = panelName();
}

function show(view) {
  state.head = view.head;
  state.revision = view.revision;
  state.pages = new Map();
  keep(view.pages);
  $("name").textContent = document.title = view.file_name;
  restyle();
  if (!state.draw) state.draw = new KINDS[view.head.kind].drawer($("stage"));
}

// The looks of the document's own styles.
function restyle() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(KINDS[state.head.kind].styles().join("\n"));
  document.adoptedStyleSheets = [sheet];
}

// The newest revision, drawn over the old one; what differs is marked.
async function refresh() {
  const before = state.pages;
  show(await call("GET", `${run}/view`));
  for (const [part, cursor] of state.draw.inSight()) await fetchPage(part, cursor);
  state.draw.fresh();
  state.draw.changed(before);
}

// Somebody else may have changed the document, or set the agent to work on it.
async function caughtUp(session) {
  if (session.active_task) return follow(session.active_task);
  if (session.head === state.revision || state.saving || state.task || state.draw.editing) return;
  await refresh();
  toast("The document was changed elsewhere.");
  if (!$("panel").hidden) showHistory();
}

addEventListener("keydown", (event) => {
  if (
    !(event.ctrlKey || event.metaKey) ||
    /^(INPUT|TEXTAREA)$/.test(event.target.tagName) ||
    event.target.isContentEditable
  )
    return;
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
