// Rectangles over faces and plates: drawn by mouse or finger, or added and moved by keys. They are kept as lines in the form's
// text field, in percent of the picture; without this script the same lines are typed there.
(() => {
  "use strict";
  const form = document.querySelector("[data-mask]");
  const picture = form?.querySelector("[data-mask-picture]");
  const field = form?.querySelector("textarea[name=boxes]");
  if (!picture || !field || !window.PointerEvent) return;
  const $ = (name) => form.querySelector(`[data-mask-${name}]`);
  const nobody = form.querySelector("input[name=nobody]");
  const LEAST = 1, STEP = 1;
  const clamp = (n, low, high) => Math.min(Math.max(n, low), high);
  const boxes = [];
  let here = null;

  const write = () => {
    field.value = boxes.map((b) => [b.left, b.top, b.width, b.height].map((n) => n.toFixed(2)).join(" ")).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    if (boxes.length && nobody) nobody.checked = false;
  };
  const say = (words) => { $("said").textContent = words; };
  const place = (b) => {
    b.width = clamp(b.width, LEAST, 100); b.height = clamp(b.height, LEAST, 100);
    b.left = clamp(b.left, 0, 100 - b.width); b.top = clamp(b.top, 0, 100 - b.height);
    for (const side of ["left", "top", "width", "height"]) b.element.style[side] = `${b[side]}%`;
  };
  const choose = (b) => {
    here = b;
    for (const each of boxes) each.element.classList.toggle("here", each === b);
    $("remove").disabled = !b;
  };
  const rename = () => boxes.forEach((b, n) => b.element.setAttribute("aria-label", `${form.dataset.box} ${n + 1}. ${form.dataset.help}`));
  const add = (left, top, width, height) => {
    const b = { left, top, width, height, element: document.createElement("div") };
    b.element.tabIndex = 0;
    b.element.setAttribute("role", "button");
    b.element.className = "mask-box";
    b.element.append(document.createElement("i"));
    b.element.addEventListener("focus", () => choose(b));
    b.element.addEventListener("keydown", (event) => key(event, b));
    boxes.push(b);
    picture.append(b.element);
    place(b);
    rename();
    return b;
  };
  const remove = (b) => {
    boxes.splice(boxes.indexOf(b), 1);
    b.element.remove();
    rename();
    write();
    choose(null);
    say(form.dataset.removed);
    (boxes.at(-1)?.element ?? $("add")).focus();
  };
  const key = (event, b) => {
    const move = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] }[event.key];
    if (move) {
      if (event.shiftKey) {
        b.width = clamp(b.width + move[0], LEAST, 100 - b.left);
        b.height = clamp(b.height + move[1], LEAST, 100 - b.top);
      } else { b.left += move[0]; b.top += move[1]; }
      place(b);
      write();
    } else if (event.key === "Delete" || event.key === "Backspace") remove(b);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const at = (event) => {
    const frame = picture.getBoundingClientRect();
    return [clamp(100 * (event.clientX - frame.left) / frame.width, 0, 100), clamp(100 * (event.clientY - frame.top) / frame.height, 0, 100)];
  };
  let drag = null;
  picture.addEventListener("pointerdown", (event) => {
    if (event.button || drag) return;
    const [x, y] = at(event);
    const element = event.target.closest(".mask-box");
    const b = boxes.find((each) => each.element === element);
    if (b) drag = { b, how: event.target.matches("i") ? "size" : "move", x: x - b.left, y: y - b.top };
    else drag = { b: null, how: "draw", x, y };
    picture.setPointerCapture(event.pointerId);
    if (b) b.element.focus();
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => {
    if (!drag) return;
    const [x, y] = at(event);
    if (drag.how === "draw") {
      if (!drag.b && Math.hypot(x - drag.x, y - drag.y) < LEAST) return;
      drag.b ??= add(drag.x, drag.y, LEAST, LEAST);
      Object.assign(drag.b, { left: Math.min(x, drag.x), top: Math.min(y, drag.y), width: Math.abs(x - drag.x), height: Math.abs(y - drag.y) });
    } else if (drag.how === "move") Object.assign(drag.b, { left: x - drag.x, top: y - drag.y });
    else Object.assign(drag.b, { width: Math.max(x - drag.b.left, LEAST), height: Math.max(y - drag.b.top, LEAST) });
    place(drag.b);
  });
  const drop = () => {
    if (!drag) return;
    const { b, how } = drag;
    drag = null;
    if (!b) return choose(null);
    write();
    b.element.focus({ preventScroll: true });
    if (how === "draw") say(form.dataset.added);
  };
  picture.addEventListener("pointerup", drop);
  picture.addEventListener("pointercancel", drop);

  $("add").addEventListener("click", () => {
    const b = add(40, 30, 12, 14);
    write();
    say(`${form.dataset.added} ${form.dataset.help}`);
    b.element.focus();
  });
  $("remove").addEventListener("click", () => here && remove(here));
  for (const line of field.value.split("\n")) {
    const sides = line.replace(/[,%]/g, " ").trim().split(/\s+/).map(Number);
    if (sides.length === 4 && sides.every(Number.isFinite)) add(...sides);
  }
  choose(null);
  $("acts").hidden = false;
  $("lines").hidden = !field.classList.contains("is-invalid");
})();
