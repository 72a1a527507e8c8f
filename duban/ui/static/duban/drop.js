// Dropping files anywhere on the page where documents are filed. Without it the file input does the same.
(() => {
  "use strict";
  const zone = document.querySelector("[data-dropzone]");
  const input = zone?.querySelector("input[type=file]");
  if (!input || !window.DataTransfer) return;
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
    const all = new DataTransfer();
    for (const file of [...input.files, ...event.dataTransfer.files]) all.items.add(file);
    input.files = all.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
})();
