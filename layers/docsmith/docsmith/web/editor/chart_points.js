// Charts without a common axis of categories: pies, points in a plane, radars.

function pie(box, given, frame, colors) {
  const values = (given.series[0] ? given.series[0].values : []).map((value) =>
    Math.max(0, value || 0),
  );
  const whole = values.reduce((sum, value) => sum + value, 0) || 1;
  const cx = (frame.left + frame.right) / 2,
    cy = (frame.top + frame.bottom) / 2;
  const r = Math.max(10, Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 6);
  const inner = given.kind === "doughnut" ? r * 0.58 : 0;
  let angle = -Math.PI / 2;
  values.forEach((value, i) => {
    const next = angle + Math.min(0.99999, value / whole) * Math.PI * 2,
      big = next - angle > Math.PI ? 1 : 0;
    const at = (a, by) =>
      `${(cx + Math.cos(a) * by).toFixed(2)} ${(cy + Math.sin(a) * by).toFixed(2)}`;
    const hole = inner
      ? `L${at(next, inner)}A${inner} ${inner} 0 ${big} 0 ${at(angle, inner)}Z`
      : `L${cx} ${cy}Z`;
    box.append(
      sketch("path", {
        d: `M${at(angle, r)}A${r} ${r} 0 ${big} 1 ${at(next, r)}${hole}`,
        fill: colors[i % colors.length],
        stroke: "#fff",
        "stroke-width": 1.2,
      }),
    );
    if (value / whole > 0.06) {
      const middle = (angle + next) / 2,
        by = inner ? (r + inner) / 2 : r * 0.66;
      box.append(
        label(
          `${Math.round((value / whole) * 100)} %`,
          cx + Math.cos(middle) * by,
          cy + Math.sin(middle) * by + 4,
          {
            "text-anchor": "middle",
            fill: "#fff",
            "font-weight": 600,
            stroke: "rgba(0,0,0,.25)",
            "stroke-width": 2,
            "paint-order": "stroke",
          },
        ),
      );
    }
    angle = next;
  });
}

function scatter(box, given, frame) {
  const xs = given.categories.map(Number);
  const isNumeric = xs.length && xs.every(Number.isFinite);
  const across = isNumeric ? xs : given.categories.map((_, i) => i + 1);
  const ys = finite(given.series.flatMap((s) => s.values));
  const up = scale(Math.min(0, ...ys), Math.max(...ys, 0)),
    along = scale(Math.min(...across, 0), Math.max(...across, 1));
  const area = axes(
    box,
    along.ticks.map(number),
    along.ticks.length,
    frame,
    up.ticks,
    up.low,
    up.high,
  );
  for (const series of given.series)
    series.values.forEach((value, i) => {
      if (value === null || across[i] === undefined) return;
      const cx =
        area.left + ((across[i] - along.low) / (along.high - along.low)) * (area.right - area.left);
      const cy = area.y(value);
      box.append(sketch("circle", {cx, cy, r: 4, fill: series.color, "fill-opacity": 0.75}));
    });
}

function radar(box, given, frame) {
  const count = Math.max(3, given.categories.length);
  const cx = (frame.left + frame.right) / 2,
    cy = (frame.top + frame.bottom) / 2;
  const r = Math.min(frame.right - frame.left, frame.bottom - frame.top) / 2 - 20;
  const most = Math.max(1e-9, ...finite(given.series.flatMap((s) => s.values)));
  const at = (i, share) => {
    const a = (i / count) * Math.PI * 2 - Math.PI / 2;
    return [cx + Math.cos(a) * r * share, cy + Math.sin(a) * r * share];
  };
  for (const share of [0.25, 0.5, 0.75, 1]) {
    const points = Array.from({length: count}, (_, i) => at(i, share).join(","));
    box.append(sketch("polygon", {points: points.join(" "), fill: "none", stroke: FAINT}));
  }
  given.categories.forEach((name, i) => {
    const [x, y] = at(i, 1.12);
    box.append(label(cut(String(name), 16), x, y + 4, {"text-anchor": "middle"}));
  });
  for (const series of given.series) {
    const points = series.values.map((value, i) => at(i, (value || 0) / most).join(","));
    box.append(
      sketch("polygon", {
        points: points.join(" "),
        fill: series.color,
        "fill-opacity": 0.15,
        stroke: series.color,
        "stroke-width": 2,
      }),
    );
  }
}
