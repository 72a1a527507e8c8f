// Before the first paint, so that a dark page never flashes white.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("theme"); } catch { /* storage refused: follow the system */ }
  theme ??= matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  document.documentElement.dataset.bsTheme = theme;
})();
