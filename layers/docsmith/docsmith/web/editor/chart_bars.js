// Charts of columns, bars, lines and areas, and waterfalls.

// Where each bar or point begins and ends; stacked ones stand on those before.
function stacked(series, count, share) {
  const base = Array.from({length: count}, () => [0, 0]);
  const sums = base.map(
    (_, i) => series.reduce((sum, s) => sum + Math.abs(s.values[i] || 0), 0) || 1,
  );
  return series.map((one) =>
    Array.from({length: count}, (_, i) => {
      const value = (one.values[i] || 0) / (share ? sums[i] / 100 : 1),
        side = value < 0 ? 1 : 0;
      const from = base[i][side];
      base[i][side] += value;
      return [from, base[i][side]];
    }),
  );
}

function columns(box, given, frame) {
  const isLine = (series) => ["line", "area", "stacked_area"].includes(series.kind || given.kind);
  const isStacked =
    /stacked|percent/.test(given.kind) || given.series.some((s) => /stacked/.test(s.kind || ""));
  const count = Math.max(given.categories.length, ...given.series.map((s) => s.values.length), 1);
  const spans = isStacked
    ? stacked(given.series, count, /percent/.test(given.kind))
    : given.series.map((s) => Array.from({length: count}, (_, i) => [0, s.values[i] ?? null]));
  const all = spans.flat(2).filter((value) => value !== null);
  const linesOnly = given.series.every(isLine) && !/area/.test(given.kind);
  const tops = spans
    .flat()
    .map((span) => span[1])
    .filter((value) => value !== null);
  const {low, high, ticks} = scale(
    linesOnly ? Math.min(...tops) : Math.min(0, ...all),
    Math.max(0, ...all),
  );
  const {y, ...area} = axes(box, given.categories, count, frame, ticks, low, high);
  const slot = (area.right - area.left) / count;
  const barred = given.series.filter((s) => !isLine(s));
  given.series.forEach((series, s) => {
    if (series.hidden) return;
    if (isLine(series))
      return line(box, series, spans[s], (i) => area.left + slot * (i + 0.5), y, given);
    const place = isStacked ? 0 : barred.indexOf(series),
      beside = isStacked ? 1 : barred.length;
    const wide = Math.max(1, (slot * 0.7) / beside);
    spans[s].forEach(([from, to], i) => {
      if (to === null) return;
      const x = area.left + slot * i + slot * 0.15 + wide * place;
      const edges = [y(from), y(to)].sort((a, b) => a - b);
      box.append(
        sketch("rect", {
          x,
          y: edges[0],
          width: wide * 0.94,
          height: Math.max(0.5, edges[1] - edges[0]),
          fill: series.color,
        }),
      );
    });
  });
}

function line(box, series, spans, x, y, given) {
  const isArea = /area/.test(series.kind || given.kind);
  const points = spans
    .map(([from, to], i) => (to === null ? null : [x(i), y(to), y(from)]))
    .filter(Boolean);
  if (!points.length) return;
  const path = "M" + points.map((p) => `${p[0].toFixed(1)} ${p[1].toFixed(1)}`).join("L");
  if (isArea) {
    const back = [...points]
      .reverse()
      .map((p) => `${p[0].toFixed(1)} ${p[2].toFixed(1)}`)
      .join("L");
    box.append(sketch("path", {d: `${path}L${back}Z`, fill: series.color, "fill-opacity": 0.75}));
    return;
  }
  box.append(
    sketch("path", {
      d: path,
      fill: "none",
      stroke: series.color,
      "stroke-width": 2.2,
      "stroke-linejoin": "round",
    }),
  );
  if (points.length <= 24)
    for (const p of points)
      box.append(sketch("circle", {cx: p[0], cy: p[1], r: 2.6, fill: series.color}));
}

function bars(box, given, frame) {
  const count = Math.max(given.categories.length, 1);
  const isStacked = /stacked/.test(given.kind);
  const spans = isStacked
    ? stacked(given.series, count, false)
    : given.series.map((s) => s.values.map((v) => [0, v || 0]));
  const all = spans.flat(2);
  const {low, high, ticks} = scale(Math.min(0, ...all), Math.max(0, ...all));
  const longest = Math.min(28, Math.max(1, ...given.categories.map((c) => String(c).length)));
  const area = {
    left: frame.left + longest * 6.2 + 8,
    right: frame.right - 14,
    top: frame.top + 4,
    bottom: frame.bottom - 18,
  };
  const x = (value) => area.left + ((value - low) / (high - low)) * (area.right - area.left);
  for (const tick of ticks) {
    box.append(
      sketch("line", {
        x1: x(tick),
        x2: x(tick),
        y1: area.top,
        y2: area.bottom,
        stroke: tick === 0 ? "#9aa39f" : FAINT,
      }),
      label(number(tick), x(tick), area.bottom + 14, {"text-anchor": "middle"}),
    );
  }
  const slot = (area.bottom - area.top) / count;
  const beside = isStacked ? 1 : given.series.length,
    thick = (slot * 0.7) / beside;
  given.categories.forEach((name, i) =>
    box.append(
      label(cut(String(name), 28), area.left - 6, area.top + slot * (i + 0.5) + 4, {
        "text-anchor": "end",
      }),
    ),
  );
  given.series.forEach((series, s) => {
    if (series.hidden) return;
    spans[s].forEach(([from, to], i) => {
      const edges = [x(from), x(to)].sort((a, b) => a - b);
      const y = area.top + slot * i + slot * 0.15 + (isStacked ? 0 : thick * s);
      box.append(
        sketch("rect", {
          x: edges[0],
          y,
          width: Math.max(0.5, edges[1] - edges[0]),
          height: thick * 0.94,
          fill: series.color,
        }),
      );
    });
  });
}

function waterfall(box, given, frame, colors) {
  const values = given.series[0] ? given.series[0].values : [];
  const totals = new Set(given.totals || []);
  let level = 0;
  const spans = values.map((value, i) => {
    const from = totals.has(i + 1) ? 0 : level;
    level = totals.has(i + 1) ? value || 0 : level + (value || 0);
    return [from, level];
  });
  const all = spans.flat();
  const {low, high, ticks} = scale(Math.min(0, ...all), Math.max(0, ...all));
  const {y, ...area} = axes(box, given.categories, values.length || 1, frame, ticks, low, high);
  const slot = (area.right - area.left) / (values.length || 1);
  spans.forEach(([from, to], i) => {
    const edges = [y(from), y(to)].sort((a, b) => a - b);
    const fill = totals.has(i + 1) ? colors[0] : to >= from ? "#2f8f5b" : "#c2553b";
    box.append(
      sketch("rect", {
        x: area.left + slot * (i + 0.15),
        y: edges[0],
        width: slot * 0.7,
        height: Math.max(1, edges[1] - edges[0]),
        fill,
      }),
    );
  });
}
