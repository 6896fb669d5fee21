// A deck: one slide large, all of them small beside it.

class Deck {
  constructor(stage) {
    this.list = make("div", {class: "thumbs", role: "listbox", "aria-label": "Slides", tabindex: "0"});
    this.view = make("div", {class: "slidebox"});
    this.notes = make("div", {class: "speaker", "aria-label": "Speaker notes"});
    stage.replaceChildren(make("div", {class: "deck"}, this.list, make("div", {class: "slidestage"}, this.view, this.notes)));
    this.current = state.head.parts[0] && state.head.parts[0].id;
    this.marked = new Set();
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(() => this.fit()).observe(this.view.parentElement);
    Promise.all(state.head.parts.map((part) => pageOf(part.id, 0)));
    this.fresh();
  }

  fresh() {
    if (this.editing) return;
    if (!state.head.parts.some((part) => part.id === this.current)) this.current = state.head.parts[0] && state.head.parts[0].id;
    const at = this.list.scrollTop;
    this.list.replaceChildren(...state.head.parts.map((part) => this.thumb(part)));
    this.list.scrollTop = at;
    this.draw();
  }

  thumb(part) {
    const page = pageOf(part.id, 0), isHere = part.id === this.current;
    const small = make("div", {class: "slide small", "aria-hidden": "true", style: {aspectRatio: `${state.head.size[0]} / ${state.head.size[1]}`}});
    if (page) this.paint(small, page, false);
    return make("div", {class: `thumb${isHere ? " here" : ""}`, role: "option", id: `t-${part.id}`, "aria-selected": String(isHere),
      "aria-label": `Slide ${part.number}: ${part.name}`, onclick: () => this.show(part.id)}, make("span", {class: "no", "aria-hidden": "true"}, String(part.number)), small);
  }

  show(id) {
    this.finish(true);
    this.current = id;
    for (const thumb of this.list.children) {
      const isHere = thumb.id === `t-${id}`;
      thumb.classList.toggle("here", isHere);
      thumb.setAttribute("aria-selected", String(isHere));
      if (isHere) { this.list.setAttribute("aria-activedescendant", thumb.id); thumb.scrollIntoView({block: "nearest", inline: "nearest"}); }
    }
    this.draw();
  }

  onKey(event) {
    const step = {ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1}[event.key];
    const parts = state.head.parts, at = parts.findIndex((part) => part.id === this.current);
    const to = event.key === "Home" ? 0 : event.key === "End" ? parts.length - 1 : step ? at + step : null;
    if (to === null || !parts[to]) return;
    event.preventDefault();
    this.show(parts[to].id);
  }

  draw() {
    const page = this.current && pageOf(this.current, 0);
    if (!page) { this.view.replaceChildren(make("p", {class: "wait"}, "This slide is on its way …")); return; }
    const slide = make("section", {class: "slide large", "aria-label": `Slide ${page.number}: ${page.title || ""}`, style: {aspectRatio: `${state.head.size[0]} / ${state.head.size[1]}`}});
    this.paint(slide, page, true);
    this.view.replaceChildren(slide);
    this.notes.replaceChildren(...(page.notes ? [make("h2", {}, "Speaker notes"), make("p", {}, page.notes)] : []));
    this.notes.hidden = !page.notes;
    this.fit();
  }

  fit() {
    const slide = this.view.firstElementChild;
    if (!slide || !slide.classList.contains("large")) return;
    const ratio = state.head.size[0] / state.head.size[1], box = this.view.getBoundingClientRect();
    slide.style.width = `${Math.max(160, Math.min(box.width, box.height * ratio || box.width, 1280))}px`;
  }

  paint(slide, page, isLarge) {
    slide.style.backgroundColor = hex(page.ground);
    for (const shape of page.shapes) slide.append(this.shape(shape, isLarge));
  }

  unit(points) { return `${((points / state.head.size[0]) * 100).toFixed(3)}cqw`; }

  shape(shape, isLarge) {
    const [x, y, w, h] = shape.box;
    const box = make("div", {class: "shape", style: {left: `${x}%`, top: `${y}%`, width: `${w}%`, height: `${h}%`}});
    if (shape.decorative) box.setAttribute("aria-hidden", "true");
    if (shape.turn) box.style.transform = `rotate(${shape.turn}deg)`;
    if (shape.path) {
      const art = sketch("svg", {viewBox: `0 0 ${shape.path.size.join(" ")}`, preserveAspectRatio: "none", class: "art"}, sketch("path", {d: shape.path.d, fill: hex(shape.fill) || "none"}));
      box.append(art);
    } else if (shape.fill) box.style.backgroundColor = hex(shape.fill);
    if (shape.shape) box.classList.add(`is-${shape.shape}`);
    if (shape.kind === "picture") {
      box.append(shape.source ? make("img", {src: shape.source, alt: shape.alt || ""}) : make("div", {class: "kept"}, shape.alt || "(picture)"));
    } else if (shape.chart) {
      const wide = (w / 100) * state.head.size[0] * 1.1, high = (h / 100) * state.head.size[1] * 1.1;
      box.append(chart(shape.chart, Math.round(wide), Math.round(high), state.head.series));
    } else if (shape.kind === "chart" || shape.kind === "media" || shape.kind === "other") {
      box.append(make("div", {class: "kept"}, shape.alt || shape.name || "(object)"));
    } else if (shape.table) box.append(this.table(shape, isLarge));
    else if (shape.paras) this.text(box, shape, isLarge);
    if (this.marked.has(`${this.current}/${shape.id}`) && isLarge) box.classList.add("changed");
    return box;
  }

  text(box, shape, isLarge) {
    const [left, top, right, bottom] = shape.inset.map((side) => this.unit(side));
    Object.assign(box.style, {padding: `${top} ${right} ${bottom} ${left}`, justifyContent: {ctr: "center", b: "flex-end"}[shape.anchor] || "flex-start"});
    box.classList.add("text");
    if (!shape.wraps) box.style.whiteSpace = "nowrap";
    shape.paras.forEach((para) => {
      const line = make(shape.title && isLarge ? "h2" : "p", {dir: "auto", style: {
        textAlign: {ctr: "center", r: "right", just: "justify"}[para.align] || "start",
        marginTop: para.before ? this.unit(para.before) : "0", lineHeight: String(1.2 * (para.spacing || 1))}});
      if (para.bullet) { line.classList.add("bullet"); line.style.paddingInlineStart = this.unit(para.indent || 14); line.style.setProperty("--hang", this.unit(para.indent || 14)); }
      else if (para.indent) line.style.paddingInlineStart = this.unit(para.indent);
      for (const run of para.runs) {
        const span = make("span", {style: {fontSize: this.unit(run.size), fontFamily: `"${(run.font || "Calibri").replace(/["\\]/g, "")}", Carlito, Caladea, var(--sans)`}}, run.t);
        if (run.b) span.style.fontWeight = "700";
        if (hex(run.color)) span.style.color = hex(run.color);
        line.append(span);
      }
      if (!para.runs.length) line.append(make("br"));
      if (para.runs[0]) line.style.fontSize = this.unit(para.runs[0].size);
      if (para.edit && isLarge) this.editable(line, para.edit);
      box.append(line);
    });
  }

  table(shape, isLarge) {
    const {rows, widths, heights, size, looks} = shape.table;
    const table = make("table", {class: "slidetable", "aria-label": shape.alt || shape.name || null, style: {fontSize: this.unit(size)}});
    table.append(make("colgroup", {}, ...widths.map((w) => make("col", {style: {width: `${w}%`}}))));
    rows.forEach((row, r) => {
      const line = make("tr", {style: {height: `${heights[r] || 0}%`}});
      row.forEach((cell, c) => {
        const look = (looks[r] && looks[r][c]) || {};
        if (look.covered) return;
        const box = make(r === 0 ? "th" : "td", {colspan: look.gridSpan || null, rowspan: look.rowSpan || null, style: {textAlign: {r: "right", ctr: "center"}[look.align] || "start", fontWeight: look.b ? "700" : "400"}}, cell.t);
        if (cell.edit && isLarge) this.editable(box, cell.edit);
        line.append(box);
      });
      table.append(line);
    });
    return table;
  }

  editable(element, edit) {
    if (state.viewOnly) return;
    element.classList.add("editable");
    element.tabIndex = 0;
    element.title = "Click or press Enter to edit";
    element.addEventListener("click", () => this.edit(element, edit));
    element.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === element && !this.editing) { event.preventDefault(); this.edit(element, edit); }
    });
  }

  edit(element, edit) {
    if (!canEdit() || (this.editing && this.editing.element === element)) return;
    if (this.editing) this.finish(true);
    const slide = this.current;
    textEditor(this, element, edit.source, (text) => {
      const op = (value) => [this.operation(slide, edit, value)];
      commit({ops: op(text), inverse: op(edit.source), place: slide, mine: text});
    });
    const first = element.querySelector(".textedit");
    if (first && this.editing.shown[0] && this.editing.shown[0].style) first.style.cssText = this.editing.shown[0].style.cssText;
  }

  operation(slide, edit, text) {
    if (edit.table) return {op: "table_cell", slide, table: edit.table, row: edit.row, column: edit.column, value: text};
    if (edit.texts) return {op: "set_slot", slide, slot: edit.slot, value: edit.texts.map((old, i) => (i === edit.index ? text : old))};
    return {op: "set_slot", slide, slot: edit.slot, value: text};
  }

  finish(keeps) { finishText(this, keeps); }

  changed(before) {
    this.marked.clear();
    for (const part of state.head.parts) {
      const now = state.pages.get(key(part.id, 0)), then = before.get(key(part.id, 0));
      if (!now || !then) continue;
      const old = new Map(then.shapes.map((shape) => [shape.id, JSON.stringify(shape)]));
      for (const shape of now.shapes) if (old.get(shape.id) !== JSON.stringify(shape)) this.marked.add(`${part.id}/${shape.id}`);
    }
    this.fresh();
    setTimeout(() => { this.marked.clear(); for (const e of this.view.querySelectorAll(".changed")) e.classList.remove("changed"); }, 2600);
    return this.marked.size;
  }

  place(text) {
    const match = /slide (\d+)/i.exec(text);
    const part = match && state.head.parts.find((p) => p.number === +match[1]);
    if (part) this.show(part.id);
  }
}
