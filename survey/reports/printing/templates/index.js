"use strict";
(function () {
  var box = document.getElementById("page.find"), said = document.getElementById("page.found");
  var groups = Array.from(document.querySelectorAll("[data-group]"));
  function plain(text) {
    return text.toLowerCase().normalize("NFD").replace(/[\u0300-\u0305\u0307\u0309-\u036f]/g, "").normalize("NFC").replace(/\u0451/g, "\u0435");
  }
  var lists = groups.map(function (group) {
    var over = plain(group.dataset.name || "");
    var items = Array.from(group.querySelectorAll("[data-find]")).map(function (item) {
      return { item: item, text: over + " " + plain(item.textContent) };
    });
    var folded = Array.from(group.querySelectorAll("details")).map(function (one) { return { box: one, open: one.open }; });
    return { group: group, items: items, folded: folded };
  });
  function find() {
    var words = plain(box.value).split(/\s+/).filter(Boolean), count = 0;
    lists.forEach(function (list) {
      var here = 0;
      list.items.forEach(function (one) {
        var fits = words.every(function (part) { return one.text.includes(part); });
        one.item.hidden = !fits;
        here += fits ? 1 : 0;
      });
      list.group.hidden = here === 0;
      list.folded.forEach(function (one) {
        var any = one.box.querySelector("[data-find]:not([hidden])") !== null;
        one.box.hidden = !any;
        one.box.open = words.length ? any : one.open;
      });
      Array.from(list.group.querySelectorAll("h3")).forEach(function (head) {
        head.hidden = head.nextElementSibling.querySelector("[data-find]:not([hidden])") === null;
      });
      count += here;
    });
    said.textContent = words.length ? said.dataset.said.replace("{n}", String(count)) : "";
  }
  document.getElementById("page.search").hidden = false;
  box.addEventListener("input", find);
  box.addEventListener("keydown", function (event) {
    if (event.key === "Escape") { box.value = ""; find(); }
  });
  if (box.value) { find(); }
})();
