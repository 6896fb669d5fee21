// A text document: its pages as they are estimated to fall, its blocks as they are said.

class Prose extends BlockView {
  constructor(stage) {
    super();
    this.scroller = make("div", {
      class: "pages",
      role: "document",
      "aria-label": "Document",
      tabindex: "0",
      id: "pages",
    });
    stage.replaceChildren(this.scroller);
    this.marked = new Set();
    wholePart(state.head.parts[0])
      .then(() => this.fresh())
      .catch(failed);
    this.fresh();
  }

  nodes() {
    const out = [],
      part = state.head.parts[0];
    for (let cursor = 0; cursor < part.pages; cursor++) {
      const page = state.pages.get(key(part.id, cursor));
      if (page) out.push(...page.nodes);
    }
    return out;
  }

  fresh() {
    if (this.editing) return;
    const at = this.scroller.scrollTop,
      papers = [];
    this.scroller.lang = state.head.language || "";
    this.scroller.dir = state.head.rtl ? "rtl" : "ltr";
    let paper = null,
      number = 0,
      landscape = false,
      notes = [];
    const close = () => {
      if (paper) this.foot(paper, number, notes);
      notes = [];
    };
    for (const node of this.nodes()) {
      if (node.k === "turn") {
        landscape = node.landscape;
        continue;
      }
      if (!paper || (node.page !== number && !state.head.uploaded)) {
        close();
        number = node.page;
        paper = this.paper(number, landscape);
        papers.push(paper);
      }
      paper.querySelector(".flow").append(this.node(node, notes));
    }
    close();
    this.scroller.replaceChildren(
      ...(papers.length ? papers : [make("p", {class: "wait"}, "This document is empty.")]),
    );
    this.scroller.scrollTop = at;
  }

  paper(number, landscape) {
    const {page} = state.head;
    const [w, h] = landscape ? [page.height, page.width] : [page.width, page.height];
    const flow = make("div", {class: "flow"});
    const paper = make(
      "section",
      {class: "paper", "aria-label": state.head.uploaded ? "Document" : `Page ${number}`},
      flow,
    );
    paper.style.setProperty("--w", `${w}pt`);
    paper.style.setProperty("--h", `${h}pt`);
    for (const side of ["left", "right", "top", "bottom"])
      paper.style.setProperty(`--${side}`, `${page[side]}pt`);
    const isFirst = number === 1;
    if (state.head.header && !isFirst)
      paper.prepend(make("div", {class: "running", "aria-hidden": "true"}, state.head.header));
    return paper;
  }

  foot(paper, number, notes) {
    if (notes.length) {
      const listed = notes.map((n) => {
        const line = make("p", {class: "footnote"}, make("sup", {}, String(n)), " ");
        for (const run of state.head.notes[n - 1] || []) line.append(this.run(run, []));
        return line;
      });
      paper.append(make("div", {class: "footnotes"}, ...listed));
    }
    const {count, footer, numbers, cover} = state.head;
    if (!count || (number === 1 && cover)) return;
    paper.append(
      make(
        "div",
        {class: "footer", "aria-hidden": "true"},
        make("span", {}, footer || ""),
        make("span", {}, numbers ? `${number} / ${count}` : ""),
      ),
    );
  }

  editable(element, block, edit) {
    editableText(this, element, () => this.edit(element, block, edit));
  }

  edit(element, block, edit) {
    textEditor(this, element, edit.source, (text) => {
      const spot = {block, ...pick(edit, ["item", "row", "column"])};
      const op = (value) => [{op: "set_text", ...spot, text: value}];
      commit({ops: op(text), inverse: op(edit.source), spot, mine: text, before: edit.source});
    });
  }

  finish(keeps) {
    finishText(this, keeps);
  }

  changed(before) {
    const old = new Map();
    const texts = (node) => JSON.stringify([node.runs, node.rows]);
    for (const page of before.values())
      for (const node of page.nodes || []) old.set(node.id, (old.get(node.id) || "") + texts(node));
    const now = new Map();
    for (const node of this.nodes()) now.set(node.id, (now.get(node.id) || "") + texts(node));
    this.marked = new Set([...now].filter(([id, text]) => old.get(id) !== text).map(([id]) => id));
    this.fresh();
    fade(this.scroller, () => this.marked.clear());
  }

  inSight() {
    const [part] = state.head.parts;
    return Array.from({length: part.pages}, (_, cursor) => [part.id, cursor]);
  }

  // What stands now where an edit was made.
  standing({spot}) {
    const nodes = this.nodes().filter((node) => node.id === spot.block);
    const cells = nodes.flatMap((node) => (node.rows || []).flatMap((row) => row.cells));
    const found = [...nodes, ...cells].find(({edit}) => edit && isSpot(edit, spot));
    return found && found.edit.source;
  }

  place(text) {
    const found = this.scroller.querySelector(`[data-block="${CSS.escape(text.split(" ")[0])}"]`);
    if (found) {
      found.scrollIntoView({block: "center"});
      found.classList.add("changed");
      setTimeout(() => found.classList.remove("changed"), 2000);
    }
  }
}
