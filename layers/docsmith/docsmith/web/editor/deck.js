// A deck: one slide large, all of them small beside it.

class Deck extends SlideView {
  constructor(stage) {
    super();
    this.list = make("div", {
      class: "thumbs",
      role: "listbox",
      "aria-label": "Slides",
      tabindex: "0",
    });
    this.view = make("div", {class: "slidebox"});
    this.notes = make("div", {class: "speaker", "aria-label": "Speaker notes"});
    stage.replaceChildren(
      make(
        "div",
        {class: "deck"},
        this.list,
        make("div", {class: "slidestage"}, this.view, this.notes),
      ),
    );
    this.marked = new Set();
    this.list.addEventListener("keydown", (event) => this.onKey(event));
    new ResizeObserver(() => this.fit()).observe(this.view.parentElement);
    this.fresh();
  }

  fresh() {
    if (this.editing) return;
    if (!state.head.parts.some((part) => part.id === this.current))
      this.current = state.head.parts[0] && state.head.parts[0].id;
    const at = this.list.scrollTop;
    this.list.replaceChildren(...state.head.parts.map((part) => this.thumb(part)));
    this.list.scrollTop = at;
    this.draw();
  }

  thumb(part) {
    const page = pageOf(part.id, 0),
      isHere = part.id === this.current;
    const small = make("div", {
      class: "slide small",
      "aria-hidden": "true",
      style: {aspectRatio: `${state.head.size[0]} / ${state.head.size[1]}`},
    });
    if (page) this.paint(small, page, false);
    return make(
      "div",
      {
        class: `thumb${isHere ? " here" : ""}`,
        role: "option",
        id: `t-${part.id}`,
        "aria-selected": String(isHere),
        "aria-label": `Slide ${part.number}: ${part.name}`,
        onclick: () => this.show(part.id),
      },
      make("span", {class: "no", "aria-hidden": "true"}, String(part.number)),
      small,
    );
  }

  show(id) {
    this.finish(true);
    this.current = id;
    for (const thumb of this.list.children) {
      const isHere = thumb.id === `t-${id}`;
      thumb.classList.toggle("here", isHere);
      thumb.setAttribute("aria-selected", String(isHere));
      if (isHere) {
        this.list.setAttribute("aria-activedescendant", thumb.id);
        thumb.scrollIntoView({block: "nearest", inline: "nearest"});
      }
    }
    this.draw();
  }

  onKey(event) {
    const step = {ArrowDown: 1, ArrowRight: 1, PageDown: 1, ArrowUp: -1, ArrowLeft: -1, PageUp: -1}[
      event.key
    ];
    const parts = state.head.parts,
      at = parts.findIndex((part) => part.id === this.current);
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? parts.length - 1 : step ? at + step : null;
    if (to === null || !parts[to]) return;
    event.preventDefault();
    this.show(parts[to].id);
  }

  draw() {
    const page = this.current && pageOf(this.current, 0);
    if (!page) {
      this.view.replaceChildren(make("p", {class: "wait"}, "This slide is on its way …"));
      return;
    }
    const slide = make("section", {
      class: "slide large",
      "aria-label": `Slide ${page.number}: ${page.title || ""}`,
      style: {aspectRatio: `${state.head.size[0]} / ${state.head.size[1]}`},
    });
    this.paint(slide, page, true);
    this.view.replaceChildren(slide);
    this.notes.replaceChildren(
      ...(page.notes ? [make("h2", {}, "Speaker notes"), make("p", {}, page.notes)] : []),
    );
    this.notes.hidden = !page.notes;
    this.fit();
  }

  fit() {
    const slide = this.view.firstElementChild;
    if (!slide || !slide.classList.contains("large")) return;
    const ratio = state.head.size[0] / state.head.size[1],
      box = this.view.getBoundingClientRect();
    slide.style.width = `${Math.max(160, Math.min(box.width, box.height * ratio || box.width, 1280))}px`;
  }

  editable(element, edit) {
    editableText(this, element, () => this.edit(element, edit));
  }

  edit(element, edit) {
    const slide = this.current;
    textEditor(this, element, edit.source, (text) => {
      const op = (value) => [this.operation(slide, edit, value)];
      const spot = {slide, ...pick(edit, SPOT)};
      commit({ops: op(text), inverse: op(edit.source), spot, mine: text, before: edit.source});
    });
    const first = element.querySelector(".textedit");
    if (first && this.editing.shown[0] && this.editing.shown[0].style)
      first.style.cssText = this.editing.shown[0].style.cssText;
  }

  operation(slide, edit, text) {
    if (edit.table)
      return {
        op: "table_cell",
        slide,
        table: edit.table,
        row: edit.row,
        column: edit.column,
        value: text,
      };
    if (edit.texts)
      return {
        op: "set_slot",
        slide,
        slot: edit.slot,
        value: edit.texts.map((old, i) => (i === edit.index ? text : old)),
      };
    return {op: "set_slot", slide, slot: edit.slot, value: text};
  }

  finish(keeps) {
    finishText(this, keeps);
  }

  changed(before) {
    this.marked.clear();
    for (const part of state.head.parts) {
      const now = state.pages.get(key(part.id, 0)),
        then = before.get(key(part.id, 0));
      if (!now || !then) continue;
      const old = new Map(then.shapes.map((shape) => [shape.id, JSON.stringify(shape)]));
      for (const shape of now.shapes)
        if (old.get(shape.id) !== JSON.stringify(shape)) this.marked.add(`${part.id}/${shape.id}`);
    }
    this.fresh();
    fade(this.view, () => this.marked.clear());
  }

  inSight() {
    return state.head.parts.map((part) => [part.id, 0]);
  }

  // What stands now where an edit was made, which is made anew on what stands around it.
  standing(edit) {
    const page = state.pages.get(key(edit.spot.slide, 0));
    const texts = (page ? page.shapes : []).flatMap((shape) => [
      ...(shape.paras || []),
      ...(shape.table ? shape.table.rows.flat() : []),
    ]);
    const found = texts.find((text) => text.edit && isSpot(text.edit, edit.spot));
    if (!found) return undefined;
    if (edit.mine !== undefined)
      edit.ops = [this.operation(edit.spot.slide, found.edit, edit.mine)];
    return found.edit.source;
  }

  place(text) {
    const match = /slide (\d+)/i.exec(text);
    const part = match && state.head.parts.find((p) => p.number === +match[1]);
    if (part) this.show(part.id);
  }
}
