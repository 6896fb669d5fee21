// The document as it is known here: its head, and its pages, fetched when they come into sight.

const state = {
  session: null,
  until: 0,
  viewOnly: false,
  task: null,
  head: null,
  revision: 0,
  pages: new Map(),
  draw: null,
  undo: [],
  redo: [],
  saving: null,
  queue: [],
};

const canEdit = () => !state.viewOnly && !state.task && !isOver;
const key = (part, cursor) => `${part}/${cursor}`;

function keep(pages) {
  for (const page of pages) {
    if (page.styles) addStyles(page);
    state.pages.set(key(page.part, page.cursor), page);
  }
}

// A page far down a long sheet was made later than the head, and brings the looks of its cells.
function addStyles(page) {
  const known = state.head.styles.length;
  state.head.styles.push(...page.styles);
  for (const cell of page.cells) cell[3] += known;
  delete page.styles;
  restyle();
}

// A page of the document: at hand, or fetched once and then drawn again.
const asked = new Set();
function pageOf(part, cursor) {
  const known = state.pages.get(key(part, cursor));
  if (known) return known;
  const revision = state.revision,
    wanted = `${revision}/${key(part, cursor)}`;
  if (!asked.has(wanted)) {
    asked.add(wanted);
    fetchPage(part, cursor)
      .then(() => revision === state.revision && state.draw && state.draw.fresh())
      .catch((refused) => {
        asked.delete(wanted);
        if (revision !== state.revision) return;
        // A revision by hand gives way to the next one: there is a newer document to show.
        if (refused.status === 404) refresh().catch(failed);
        else failed(refused);
      });
  }
  return null;
}

async function wholePart(part) {
  for (let cursor = 0; cursor < part.pages; cursor++) await fetchPage(part.id, cursor);
}

async function fetchPage(part, cursor) {
  if (state.pages.has(key(part, cursor))) return;
  const query = new URLSearchParams({part, cursor, revision: state.revision});
  const answer = await call("GET", `${run}/view?${query}`);
  if (answer.revision === state.revision) keep(answer.pages);
}

// Pictures are named by their content: fetched once, with the session, however often they are drawn.
const pictures = new Map();
function picture(name, alt, attributes = {}) {
  if (!name) return make("span", {class: "kept"}, alt || "(picture)");
  const element = make("img", {alt: alt || "", ...attributes});
  if (!pictures.has(name)) pictures.set(name, call("GET", `${run}/pictures/${name}`));
  pictures
    .get(name)
    .then((answer) => (element.src = answer.source))
    .catch(() => {
      pictures.delete(name);
      element.replaceWith(picture(null, alt));
    });
  return element;
}
