// Charts: <div data-chart="/address/of/an/echarts/option.json" style="height:…">, drawn when they scroll into sight.
(() => {
  "use strict";
  const colours = () => {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return { text: of("--ink"), quiet: of("--ink-quiet"), line: of("--rule"), series: ["--chart-1", "--chart-2", "--chart-3", "--chart-4", "--chart-5", "--chart-6"].map(of) };
  };
  const draw = async (box) => {
    const answer = await fetch(box.dataset.chart, { credentials: "same-origin", headers: { Accept: "application/json" } });
    if (!answer.ok) return;
    const option = await answer.json();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const chart = window.echarts.init(box, null, { renderer: "svg" });
    const paint = () => chart.setOption(coloured(option, still), true);
    paint();
    // In the colours of the page: they change with the switch to dark, and on paper.
    new MutationObserver(paint).observe(document.documentElement, { attributeFilter: ["data-bs-theme"] });
    matchMedia("print").addEventListener("change", paint);
    // A bar or a slice leads to its rows.
    chart.on("click", (part) => { const url = part.data?.url; if (url) location.href = url; });
    new ResizeObserver(() => chart.resize()).observe(box);
    // On narrower paper it is drawn smaller as a whole; without a frame of its own its right side would be cut off.
    const framed = () => {
      const drawn = box.querySelector("svg");
      drawn?.setAttribute("viewBox", `0 0 ${chart.getWidth()} ${chart.getHeight()}`);
    };
    chart.on("rendered", framed);
  };
  const coloured = (option, still) => {
    const c = colours();
    const axis = (a) => (a ? [].concat(a).map((x) => ({ axisLabel: { color: c.quiet }, axisLine: { lineStyle: { color: c.line } }, splitLine: { lineStyle: { color: c.line } }, ...x })) : undefined);
    const legend = option.legend && { ...option.legend, textStyle: { color: c.text, ...option.legend.textStyle } };
    return { color: c.series, animation: !still, textStyle: { color: c.text, fontFamily: getComputedStyle(document.body).fontFamily }, aria: { enabled: true }, tooltip: { trigger: "axis" }, grid: { left: 8, right: 16, top: 36, bottom: 8, containLabel: true }, ...option, legend, xAxis: axis(option.xAxis), yAxis: axis(option.yAxis) };
  };
  const seen = new WeakSet();
  window.duban.charts = (root) => {
    const watch = new IntersectionObserver((entries) => entries.forEach((entry) => {
      if (entry.isIntersecting) { watch.unobserve(entry.target); draw(entry.target); }
    }));
    root.querySelectorAll("[data-chart]").forEach((box) => { if (!seen.has(box)) { seen.add(box); watch.observe(box); } });
  };
})();
