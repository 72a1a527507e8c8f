// Dropping files on the page where documents are filed. Without it the file input does the same.
(() => {
  "use strict";
  const zone = document.querySelector("[data-dropzone]");
  const input = zone?.querySelector("input[type=file]");
  const list = zone?.querySelector("[data-dropped]");
  if (!input || !window.DataTransfer) return;
  const size = (n) => (n < 1024 * 1024 ? `${Math.ceil(n / 1024)} KB` : `${(n / 1024 / 1024).toFixed(1)} MB`);
  const paint = () => {
    list.replaceChildren(...[...input.files].map((file, at) => {
      const item = document.createElement("li");
      const name = document.createElement("span");
      name.textContent = `${file.name} · ${size(file.size)}`;
      const off = document.createElement("button");
      off.type = "button";
      off.className = "off";
      off.textContent = "×";
      off.setAttribute("aria-label", `× ${file.name}`);
      off.addEventListener("click", () => keep([...input.files].filter((_, i) => i !== at)));
      item.append(name, off);
      return item;
    }));
  };
  const keep = (files) => {
    const all = new DataTransfer();
    files.forEach((file) => all.items.add(file));
    input.files = all.files;
    paint();
  };
  input.addEventListener("change", paint);
  for (const name of ["dragover", "dragenter"]) document.addEventListener(name, (event) => {
    if (![...(event.dataTransfer?.types ?? [])].includes("Files")) return;
    event.preventDefault();
    zone.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) zone.classList.remove("over"); });
  document.addEventListener("drop", (event) => {
    zone.classList.remove("over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    keep([...input.files, ...event.dataTransfer.files]);
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
