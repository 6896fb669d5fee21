// A slide drawn: its shapes where they stand, in units of its own width.

class SlideView {
  paint(slide, page, isLarge) {
    slide.style.backgroundColor = hex(page.ground);
    for (const shape of page.shapes) slide.append(this.shape(shape, isLarge));
  }

  unit(points) {
    return `${((points / state.head.size[0]) * 100).toFixed(3)}cqw`;
  }

  shape(shape, isLarge) {
    const [x, y, w, h] = shape.box;
    const box = make("div", {
      class: "shape",
      style: {left: `${x}%`, top: `${y}%`, width: `${w}%`, height: `${h}%`},
    });
    if (shape.decorative) box.setAttribute("aria-hidden", "true");
    if (shape.turn) box.style.transform = `rotate(${shape.turn}deg)`;
    if (shape.path) {
      const art = sketch(
        "svg",
        {viewBox: `0 0 ${shape.path.size.join(" ")}`, preserveAspectRatio: "none", class: "art"},
        sketch("path", {d: shape.path.d, fill: hex(shape.fill) || "none"}),
      );
      box.append(art);
    } else if (shape.fill) box.style.backgroundColor = hex(shape.fill);
    if (shape.shape) box.classList.add(`is-${shape.shape}`);
    if (shape.kind === "picture") {
      box.append(picture(shape.source, shape.alt));
    } else if (shape.chart) {
      const wide = (w / 100) * state.head.size[0] * 1.1,
        high = (h / 100) * state.head.size[1] * 1.1;
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
    Object.assign(box.style, {
      padding: `${top} ${right} ${bottom} ${left}`,
      justifyContent: {ctr: "center", b: "flex-end"}[shape.anchor] || "flex-start",
    });
    box.classList.add("text");
    if (!shape.wraps) box.style.whiteSpace = "nowrap";
    shape.paras.forEach((para) => {
      const line = make(shape.title && isLarge ? "h2" : "p", {
        dir: "auto",
        style: {
          textAlign: {ctr: "center", r: "right", just: "justify"}[para.align] || "start",
          marginTop: para.before ? this.unit(para.before) : "0",
          lineHeight: String(1.2 * (para.spacing || 1)),
        },
      });
      if (para.bullet) {
        line.classList.add("bullet");
        line.style.paddingInlineStart = this.unit(para.indent || 14);
        line.style.setProperty("--hang", this.unit(para.indent || 14));
      } else if (para.indent) line.style.paddingInlineStart = this.unit(para.indent);
      for (const run of para.runs) {
        const span = make(
          "span",
          {
            style: {
              fontSize: this.unit(run.size),
              fontFamily: `"${(run.font || "Calibri").replace(/["\\]/g, "")}", Carlito, Caladea, var(--sans)`,
            },
          },
          run.t,
        );
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
    const table = make("table", {
      class: "slidetable",
      "aria-label": shape.alt || shape.name || null,
      style: {fontSize: this.unit(size)},
    });
    table.append(
      make("colgroup", {}, ...widths.map((w) => make("col", {style: {width: `${w}%`}}))),
    );
    rows.forEach((row, r) => {
      const line = make("tr", {style: {height: `${heights[r] || 0}%`}});
      row.forEach((cell, c) => {
        const look = (looks[r] && looks[r][c]) || {};
        if (look.covered) return;
        const box = make(
          r === 0 ? "th" : "td",
          {
            colspan: look.gridSpan || null,
            rowspan: look.rowSpan || null,
            style: {
              textAlign: {r: "right", ctr: "center"}[look.align] || "start",
              fontWeight: look.b ? "700" : "400",
            },
          },
          cell.t,
        );
        if (cell.edit && isLarge) this.editable(box, cell.edit);
        line.append(box);
      });
      table.append(line);
    });
    return table;
  }
}
