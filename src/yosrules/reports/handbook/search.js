"use strict";
/* The list of pages is narrowed to those that have every word that is typed, or the beginning of one. */
const DATA = JSON.parse(document.getElementById("data").textContent);
const items = [...document.querySelectorAll("li[data-file]")];
const search = document.getElementById("search");
const wordsOf = text => text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [];
function narrow() {
  const asked = wordsOf(search.value);
  for (const item of items) {
    const words = ` ${DATA.words[item.dataset.file]} ${wordsOf(item.textContent).join(" ")}`;
    item.hidden = !asked.every(word => words.includes(` ${word}`));
  }
  for (const group of document.querySelectorAll("section.group"))
    group.hidden = [...group.querySelectorAll("li")].every(item => item.hidden);
  const values = {found: items.filter(item => !item.hidden).length, all: items.length};
  document.getElementById("found").textContent = DATA.found.replace(/%\((\w+)\)s/g, (_, name) => values[name]);
}
search.addEventListener("input", narrow);
narrow();
