// The blocks of a text document drawn: paragraphs, tables, contents, pictures and charts.

class BlockView {
  node(node, notes) {
    const element = this.drawn(node, notes);
    element.dataset.block = node.id;
    if (this.marked.has(node.id)) element.classList.add("changed");
    return element;
  }

  drawn(node, notes) {
    if (node.k === "p") return this.para(node, notes);
    if (node.k === "grid") return this.grid(node, notes);
    if (node.k === "toc") {
      const entries = node.entries.map((entry) =>
        make(
          "div",
          {class: "entry", style: {paddingInlineStart: `${(entry.level - 1) * 14}pt`}},
          make("span", {}, entry.text),
          make("span", {class: "dots", "aria-hidden": "true"}),
          make("span", {}, String(entry.page)),
        ),
      );
      return make(
        "nav",
        {class: "toc", "aria-label": node.title},
        make("p", {class: "p-TOCHeading"}, node.title),
        ...entries,
      );
    }
    return make(
      "div",
      {class: "kept", title: "Kept as it is in the uploaded file"},
      node.text || `(${(node.what || "object").replace("_", " ")})`,
    );
  }

  para(given, notes) {
    const tag = given.outline ? `h${Math.min(6, given.outline + 1)}` : "p";
    const element = make(tag, {
      class: `p p-${/^\w+$/.test(given.style || "") ? given.style : "Normal"}`,
      dir: "auto",
    });
    if (state.head.rtl) element.dir = "rtl";
    const style = element.style;
    if (given.align) style.textAlign = given.align;
    if (given.before !== undefined) style.marginTop = `${given.before}pt`;
    if (given.after !== undefined) style.marginBottom = `${given.after}pt`;
    if (given.fill) style.backgroundColor = hex(given.fill);
    if (given.edge) {
      style.borderInlineStart = `3pt solid ${hex(given.edge)}`;
      element.classList.add("box");
    }
    if (given.mark && !given.outline) {
      style.paddingInlineStart = `${(given.level || 0) * 17 + 17}pt`;
      element.append(make("span", {class: "mark", "aria-hidden": "true"}, given.mark));
    } else if (given.mark) element.append(make("span", {class: "number"}, `${given.mark}  `));
    for (const run of given.runs) element.append(this.run(run, notes));
    if (!given.runs.length) element.append(make("br"));
    if (given.edit) this.editable(element, given.id, given.edit);
    return element;
  }

  run(run, notes) {
    if (run.note) {
      notes.push(run.note);
      return make("sup", {class: "noteref"}, String(run.note));
    }
    if (run.panel !== undefined)
      return make("span", {
        class: "band",
        style: {backgroundColor: hex(run.panel), left: `${run.left}pt`, width: `${run.w}pt`},
      });
    if (run.chart) {
      const holder = make(
        "span",
        {class: "drawing"},
        chart(run.chart, Math.round(run.w * 1.333), Math.round(run.h * 1.333), state.head.series),
      );
      holder.style.maxWidth = `${run.w}pt`;
      return holder;
    }
    if (run.picture !== undefined)
      return picture(run.source, run.picture, {style: {width: `${run.w}pt`, maxWidth: "100%"}});
    const span = make("span", {}, run.t);
    if (run.b) span.style.fontWeight = "700";
    if (run.i) span.style.fontStyle = "italic";
    if (run.s) span.style.textDecoration = "line-through";
    if (run.code) span.className = "code";
    if (hex(run.color)) span.style.color = hex(run.color);
    if (run.size) span.style.fontSize = `${run.size}pt`;
    if (run.link) {
      span.classList.add("link");
      span.title = run.link;
    }
    return span;
  }

  grid(given, notes) {
    const table = make("table", {
      class: `grid-${given.look}${given.total ? " total" : ""}`,
      "aria-label": (given.look !== "layout" && given.alt) || null,
    });
    if (given.look === "layout") table.setAttribute("role", "presentation");
    if (given.widths.length)
      table.append(
        make("colgroup", {}, ...given.widths.map((w) => make("col", {style: {width: `${w}%`}}))),
      );
    if (given.gap) table.style.borderSpacing = `${given.gap}pt 0`;
    for (const row of given.rows) {
      const line = make("tr");
      for (const cell of row.cells) {
        const box = make(row.header && given.look !== "layout" ? "th" : "td", {
          scope: row.header && given.look !== "layout" ? "col" : null,
          colspan: cell.span || null,
        });
        if (cell.fill) box.style.backgroundColor = hex(cell.fill);
        if (cell.top) box.style.borderTop = `1.5pt solid ${hex(cell.top)}`;
        if (cell.bottom) box.style.borderBottom = `.75pt solid ${hex(cell.bottom)}`;
        for (const para of cell.paras) box.append(this.para(para, notes));
        if (cell.edit) this.editable(box, given.id, cell.edit);
        line.append(box);
      }
      table.append(line);
    }
    return make("div", {class: "tablebox"}, table);
  }
}
