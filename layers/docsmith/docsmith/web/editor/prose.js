// A text document: its pages as they are estimated to fall, its blocks as they are said.

class Prose {
  constructor(stage) {
    this.scroller = make("div", {class: "pages", role: "document", "aria-label": "Document", tabindex: "0", id: "pages"});
    stage.replaceChildren(this.scroller);
    this.marked = new Set();
    wholePart(state.head.parts[0]).then(() => this.fresh()).catch(failed);
    this.fresh();
  }

  nodes() {
    const out = [], part = state.head.parts[0];
    for (let cursor = 0; cursor < part.pages; cursor++) {
      const page = state.pages.get(key(part.id, cursor));
      if (page) out.push(...page.nodes);
    }
    return out;
  }

  fresh() {
    if (this.editing) return;
    const at = this.scroller.scrollTop, papers = [];
    this.scroller.lang = state.head.language || "";
    this.scroller.dir = state.head.rtl ? "rtl" : "ltr";
    let paper = null, number = 0, landscape = false, notes = [];
    const close = () => { if (paper) this.foot(paper, number, notes); notes = []; };
    for (const node of this.nodes()) {
      if (node.k === "turn") { landscape = node.landscape; continue; }
      if (!paper || (node.page !== number && !state.head.uploaded)) {
        close();
        number = node.page;
        paper = this.paper(number, landscape);
        papers.push(paper);
      }
      paper.querySelector(".flow").append(this.node(node, notes));
    }
    close();
    this.scroller.replaceChildren(...(papers.length ? papers : [make("p", {class: "wait"}, "This document is empty.")]));
    this.scroller.scrollTop = at;
  }

  paper(number, landscape) {
    const {page} = state.head;
    const [w, h] = landscape ? [page.height, page.width] : [page.width, page.height];
    const flow = make("div", {class: "flow"});
    const paper = make("section", {class: "paper", "aria-label": state.head.uploaded ? "Document" : `Page ${number}`}, flow);
    paper.style.setProperty("--w", `${w}pt`);
    paper.style.setProperty("--h", `${h}pt`);
    paper.style.padding = "";
    for (const side of ["left", "right", "top", "bottom"]) paper.style.setProperty(`--${side}`, `${page[side]}pt`);
    const isFirst = number === 1;
    if (state.head.header && !isFirst) paper.prepend(make("div", {class: "running", "aria-hidden": "true"}, state.head.header));
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
    paper.append(make("div", {class: "footer", "aria-hidden": "true"}, make("span", {}, footer || ""), make("span", {}, numbers ? `${number} / ${count}` : "")));
  }

  node(node, notes) {
    const element = this.drawn(node, notes);
    element.dataset.block = node.id;
    if (this.marked.has(node.id)) element.classList.add("changed");
    return element;
  }

  drawn(node, notes) {
    if (node.k === "p") return this.para(node, notes, node);
    if (node.k === "grid") return this.grid(node, notes);
    if (node.k === "toc") {
      const entries = node.entries.map((entry) => make("div", {class: "entry", style: {paddingInlineStart: `${(entry.level - 1) * 14}pt`}},
        make("span", {}, entry.text), make("span", {class: "dots", "aria-hidden": "true"}), make("span", {}, String(entry.page))));
      return make("nav", {class: "toc", "aria-label": node.title}, make("p", {class: "p-TOCHeading"}, node.title), ...entries);
    }
    return make("div", {class: "kept", title: "Kept as it is in the uploaded file"}, node.text || `(${(node.what || "object").replace("_", " ")})`);
  }

  para(given, notes, node) {
    const tag = given.outline ? `h${Math.min(6, given.outline + 1)}` : "p";
    const element = make(tag, {class: `p p-${/^\w+$/.test(given.style || "") ? given.style || "Normal" : "Normal"}`, dir: "auto"});
    if (state.head.rtl) element.dir = "rtl";
    const style = element.style;
    if (given.align) style.textAlign = given.align;
    if (given.before !== undefined) style.marginTop = `${given.before}pt`;
    if (given.after !== undefined) style.marginBottom = `${given.after}pt`;
    if (given.fill) style.backgroundColor = hex(given.fill);
    if (given.edge) { style.borderInlineStart = `3pt solid ${hex(given.edge)}`; element.classList.add("box"); }
    if (given.mark && !given.outline) {
      style.paddingInlineStart = `${(given.level || 0) * 17 + 17}pt`;
      element.append(make("span", {class: "mark", "aria-hidden": "true"}, given.mark));
    } else if (given.mark) element.append(make("span", {class: "number"}, `${given.mark}  `));
    for (const run of given.runs) element.append(this.run(run, notes));
    if (given.kept) element.append(make("span", {class: "kept"}, "(picture or drawing, kept as it is)"));
    if (!given.runs.length) element.append(make("br"));
    if (given.edit && node) this.editable(element, node.id, given.edit);
    return element;
  }

  run(run, notes) {
    if (run.note) { notes.push(run.note); return make("sup", {class: "noteref"}, String(run.note)); }
    if (run.panel !== undefined) return make("span", {class: "band", style: {backgroundColor: hex(run.panel), left: `${run.left}pt`, width: `${run.w}pt`}});
    if (run.chart) {
      const holder = make("span", {class: "drawing"}, chart(run.chart, Math.round(run.w * 1.333), Math.round(run.h * 1.333), state.head.series));
      holder.style.maxWidth = `${run.w}pt`;
      return holder;
    }
    if (run.picture !== undefined) {
      if (!run.source) return make("span", {class: "kept"}, run.picture || "(picture)");
      return make("img", {src: run.source, alt: run.picture, style: {width: `${run.w}pt`, maxWidth: "100%"}});
    }
    const span = make("span", {}, run.t);
    if (run.b) span.style.fontWeight = "700";
    if (run.i) span.style.fontStyle = "italic";
    if (run.s) span.style.textDecoration = "line-through";
    if (run.code) span.className = "code";
    if (hex(run.color)) span.style.color = hex(run.color);
    if (run.size) span.style.fontSize = `${run.size}pt`;
    if (run.link) { span.classList.add("link"); span.title = run.link; }
    return span;
  }

  grid(given, notes) {
    const table = make("table", {class: `grid-${given.look}${given.total ? " total" : ""}`, "aria-label": (given.look !== "layout" && given.alt) || null});
    if (given.look === "layout") table.setAttribute("role", "presentation");
    if (given.widths.length) table.append(make("colgroup", {}, ...given.widths.map((w) => make("col", {style: {width: `${w}%`}}))));
    if (given.gap) table.style.borderSpacing = `${given.gap}pt 0`;
    for (const row of given.rows) {
      const line = make("tr");
      for (const cell of row.cells) {
        const box = make(row.header && given.look !== "layout" ? "th" : "td", {scope: row.header && given.look !== "layout" ? "col" : null, colspan: cell.span || null});
        if (cell.fill) box.style.backgroundColor = hex(cell.fill);
        if (cell.top) box.style.borderTop = `1.5pt solid ${hex(cell.top)}`;
        if (cell.bottom) box.style.borderBottom = `.75pt solid ${hex(cell.bottom)}`;
        for (const para of cell.paras) box.append(this.para(para, notes, null));
        if (cell.edit) this.editable(box, given.id, cell.edit);
        line.append(box);
      }
      table.append(line);
    }
    const holder = make("div", {class: "tablebox"}, table);
    return holder;
  }

  editable(element, block, edit) {
    if (state.viewOnly) return;
    element.classList.add("editable");
    element.tabIndex = 0;
    element.title = "Click or press Enter to edit";
    element.addEventListener("click", () => this.edit(element, block, edit));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === element && !this.editing) { event.preventDefault(); this.edit(element, block, edit); }
    });
  }

  edit(element, block, edit) {
    if (!canEdit() || (this.editing && this.editing.element === element)) return;
    if (this.editing) this.finish(true);
    textEditor(this, element, edit.source, (text) => {
      const op = (value) => [{op: "set_text", block, text: value, ...pick(edit, ["item", "row", "column"])}];
      commit({ops: op(text), inverse: op(edit.source), place: block, mine: text});
    });
  }

  finish(keeps) { finishText(this, keeps); }

  changed(before) {
    const old = new Map();
    const texts = (node) => JSON.stringify([node.runs, node.rows]);
    for (const page of before.values()) for (const node of page.nodes || []) old.set(node.id, (old.get(node.id) || "") + texts(node));
    const now = new Map();
    for (const node of this.nodes()) now.set(node.id, (now.get(node.id) || "") + texts(node));
    this.marked = new Set([...now].filter(([id, text]) => old.get(id) !== text).map(([id]) => id));
    this.fresh();
    setTimeout(() => { this.marked.clear(); for (const e of this.scroller.querySelectorAll(".changed")) e.classList.remove("changed"); }, 2600);
    return this.marked.size;
  }

  place(text) {
    const found = this.scroller.querySelector(`[data-block="${CSS.escape(text.split(" ")[0])}"]`);
    if (found) { found.scrollIntoView({block: "center"}); found.classList.add("changed"); setTimeout(() => found.classList.remove("changed"), 2000); }
  }
}

const pick = (from, names) => Object.fromEntries(names.filter((n) => from[n] !== undefined).map((n) => [n, from[n]]));

// A text edited where it stands: its source as plain text, kept on blur and Enter, dropped on Escape.
function textEditor(owner, element, source, keepText) {
  const shown = [...element.childNodes];
  const field = make("span", {class: "textedit", role: "textbox", "aria-multiline": "true", "aria-label": "Text", contenteditable: "plaintext-only", spellcheck: "true"});
  if (field.contentEditable !== "plaintext-only") field.setAttribute("contenteditable", "true");
  field.textContent = source;
  element.replaceChildren(field);
  element.classList.add("editing");
  owner.editing = {element, field, shown, source, keepText};
  field.addEventListener("paste", (event) => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain"));
  });
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") owner.finish(false);
    else if (event.key === "Enter" && !event.shiftKey) owner.finish(true);
    else return;
    event.preventDefault();
    event.stopPropagation();
    element.focus();
  });
  field.addEventListener("blur", () => owner.finish(true));
  field.focus();
  const range = document.createRange();
  range.selectNodeContents(field);
  range.collapse(false);
  getSelection().removeAllRanges();
  getSelection().addRange(range);
}

function finishText(owner, keeps) {
  const editing = owner.editing;
  if (!editing) return;
  owner.editing = null;
  const text = editing.field.innerText.replace(/\u00a0/g, " ").replace(/\n+$/, "");
  editing.element.classList.remove("editing");
  const isNew = keeps && text !== editing.source && text.trim() !== "";
  editing.element.replaceChildren(...(isNew ? [document.createTextNode(text)] : editing.shown));
  if (keeps && text.trim() === "" && editing.source.trim() !== "") toast("A text cannot be empty; ask to delete the block instead.");
  if (isNew) editing.keepText(text);
}

function proseStyles() {
  const {styles, font} = state.head;
  const face = `"${font.replace(/["\\]/g, "")}", Carlito, var(--sans)`;
  const rules = [`.paper{font-family:${face}}`];
  for (const [id, s] of Object.entries(styles)) {
    if (!/^\w+$/.test(id)) continue;
    const parts = [`font-size:${s.size}pt`, `line-height:${(s.line || 1) * 1.2}`, `margin:${s.before || 0}pt 0 ${s.after || 0}pt`];
    parts.push(`font-weight:${s.bold ? 700 : 400}`);
    if (s.italic) parts.push("font-style:italic");
    if (s.caps && !/^(ja|zh|ko|ar|he|fa|ur)/.test(state.head.language || "")) parts.push("text-transform:uppercase");
    if (hex(s.color)) parts.push(`color:${hex(s.color)}`);
    if (s.align) parts.push(`text-align:${s.align === "justify" ? "justify" : s.align}`);
    if (s.left) parts.push(`margin-inline-start:${s.left}pt`);
    if (s.right) parts.push(`margin-inline-end:${s.right}pt`);
    if (s.hanging) parts.push(`text-indent:-${s.hanging}pt`);
    if (s.tabular) parts.push("font-variant-numeric:tabular-nums");
    if (s.spaced) parts.push(`letter-spacing:${s.spaced}pt`);
    rules.push(`.paper .p-${id}{${parts.join(";")}}`);
  }
  rules.push(`.grid-data th{background:${hex(state.head.colors.band) || "#f2f5f9"};border-bottom:1pt solid ${hex(state.head.colors.primary) || "#333"};border-top:1.5pt solid ${hex(state.head.colors.primary) || "#333"}}`);
  rules.push(`.grid-data td{border-bottom:.5pt solid ${hex(state.head.colors.line) || "#ccc"}}`);
  return rules;
}
