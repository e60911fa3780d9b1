"use strict";
// What a reader chooses is the part of the address behind "#"; everything on the page follows from it and from the data.
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const at = (id) => document.getElementById(id);
  const FEW = 8; // notes that stand open below the figures
  const BELOW = -1, ABOVE = 1001;
  const LIGHT = { paper: "#ffffff", ink: "#1a1a1a", soft: "#595959", line: "#d5d5d5", bar: "#0b6aa8", rest: "#8a8a8a", net: "#084c78", alert: "#a32638",
    lines: ["#0b6aa8", "#b4480a", "#1b7f4b", "#8b3f8f", "#7a6a00", "#5b5b5b", "#b02a5b", "#2b7f89"] };
  const DARK = { paper: "#15181b", ink: "#ececec", soft: "#b0b4b8", line: "#3d4247", bar: "#59a9e0", rest: "#85898d", net: "#a9d3f0", alert: "#f2919e",
    lines: ["#59a9e0", "#f0955a", "#63c48d", "#d493d8", "#d2bf3c", "#b5b5b5", "#ee85ae", "#74c7d1"] };
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const narrow = window.matchMedia("(max-width: 760px)");
  let printing = false;
  let saving = false;
  let choice = {};
  let shown = null; // what stands in the table, for copies

  // ---- words and figures -------------------------------------------------------------------------------------------
  const words = () => data.words[choice.lang];
  const word = (key, fill) => words()[key].replace("{}", fill === undefined ? "{}" : fill);
  const say = (text) => (typeof text === "string" ? text : text[choice.lang] || text.en || Object.values(text)[0] || "");
  const decimal = (value, digits) => value.toFixed(digits).replace("-", "−").replace(".", words().decimal);
  const count = (n) => (n === null ? "–" : String(n).replace(/\B(?=(\d{3})+$)/g, words().apart));
  const percent = (e) => (e === null || e === undefined ? "–"
    : e === BELOW ? "<" + decimal(0.1, 1) : e === ABOVE ? ">" + decimal(99.9, 1) : decimal(e / 10, 1));
  const inUnit = (kind) => kind === "mean" || kind === "difference";
  const figure = (e, kind) => (inUnit(kind) ? (e === null ? "–" : decimal(e / 100, 2)) : percent(e));
  const end = (e, kind) => (inUnit(kind) ? decimal(e / 100, 2) : decimal(e / 10, 1));
  const span = (l, h, kind) => (l === null || h === null ? "" : end(l, kind) + (l < 0 ? " … " : "–") + end(h, kind));
  const isLimit = (sign) => Boolean(sign) && sign !== "≈"; // a printed limit is no point
  const length = (e) => (e === null || e === undefined ? null : Math.min(1000, Math.max(0, e)));
  const signed = (e) => (e === null || e === undefined ? "–" : (e > 0 ? "+" : "") + decimal(e / 10, 1));

  // ---- what is chosen ----------------------------------------------------------------------------------------------
  const studyOf = (id) => data.studies.find((study) => study.id === id) || data.studies[0];
  const questionOf = (study, id) => study.questions.find((one) => one.id === id) || study.questions[0];

  function read() {
    const given = new URLSearchParams(location.hash.replace(/^#/, ""));
    const study = studyOf(given.get("s"));
    const question = study && questionOf(study, given.get("q"));
    const weightings = question ? Object.keys(question.tables) : [];
    const wanted = (key, known, otherwise) => (known.includes(given.get(key)) ? given.get(key) : otherwise);
    const trend = question && data.trends[question.id];
    choice = {
      lang: wanted("lang", data.languages, data.language), s: study ? study.id : "", q: question ? question.id : "",
      by: wanted("by", study ? study.banner.map((one) => one[0]).filter((one) => one !== question.id) : [], ""),
      f: given.get("f") || "", w: wanted("w", weightings, weightings[0] || ""), sort: wanted("sort", ["size"], ""),
      ci: given.get("ci") === "1" ? "1" : "", small: given.get("small") === "1" ? "1" : "",
      view: trend ? wanted("view", ["waves"], "") : "", from: given.get("from") || "", to: given.get("to") || "",
    };
    if (!filters(question).some((one) => key(one) === choice.f)) choice.f = "";
    if (trend) {
      const ids = trend.waves.map((wave) => wave.study), dated = trend.waves.filter((wave) => wave.date);
      const ends = (dated.length > 1 ? dated : trend.waves).map((wave) => wave.study);
      if (!ids.includes(choice.from)) choice.from = ends[Math.max(0, ends.length - 2)];
      if (!ids.includes(choice.to)) choice.to = ends[ends.length - 1];
    }
  }

  function address(changes) {
    const made = new URLSearchParams();
    const all = { ...choice, ...changes };
    const question = questionOf(studyOf(all.s), all.q);
    for (const name of Object.keys(all)) {
      const plain = (name === "lang" && all[name] === data.language) || (name === "s" && data.studies.length === 1)
        || (name === "w" && all[name] === Object.keys(question.tables)[0]);
      if (all[name] && !plain && !((name === "from" || name === "to") && all.view !== "waves")) made.set(name, all[name]);
    }
    return "#" + made.toString();
  }

  function choose(changes) {
    const next = address(changes);
    if (next === location.hash) show(); else location.hash = next;
  }

  const key = (one) => one[0] + ":" + one[1];
  // Levels of banner variables that another variable was crossed with: [variable, level, label].
  function filters(question) {
    if (!question) return [];
    const columns = question.tables[choice.w || Object.keys(question.tables)[0]].columns;
    const crossed = new Set(columns.filter((one) => one[1].length > 1).flatMap((one) => one[0].split(">")));
    return columns.filter((one) => one[0] && one[1].length === 1 && crossed.has(one[0])).map((one) => [one[0], one[1][0], one[2]]);
  }

  // Places of the columns to show, and their labels: everybody (or the level of the filter), then those of the banner.
  function columnsOf(table) {
    const [fBy, fLevel] = choice.f ? [choice.f.slice(0, choice.f.indexOf(":")), choice.f.slice(choice.f.indexOf(":") + 1)] : ["", ""];
    const found = [];
    table.columns.forEach((column, place) => {
      const [group, levels] = column;
      if (!choice.f) {
        if (group === "" || (group === choice.by && levels.length === 1)) found.push([place, say(column[2])]);
        return;
      }
      if (group === fBy && levels.length === 1 && levels[0] === fLevel) found.unshift([place, say(column[2])]);
      if (group === fBy + ">" + choice.by && levels[0] === fLevel) found.push([place, say(column[2])]);
      if (group === choice.by + ">" + fBy && levels[1] === fLevel) found.push([place, labelOf(table, choice.by, levels[0])]);
    });
    if (choice.f && found.length) found[0][1] = `${headOf(fBy)}: ${say(table.columns[found[0][0]][2])}`;
    if (!choice.f && found.length) found[0][1] = word("total");
    return found;
  }
  const headOf = (by) => { // what a question of the banner is called
    const own = studyOf(choice.s).banner.find((one) => one[0] === by);
    return own ? say(own[1]) : by;
  };
  const labelOf = (table, by, level) => {
    const column = table.columns.find((one) => one[0] === by && one[1].length === 1 && one[1][0] === level);
    return column ? say(column[2]) : level;
  };

  function rowsOf(table, first) {
    const rows = table.rows.map((row, place) => ({ place, id: row[0], label: say(row[1]), kind: row[2] }));
    if (choice.sort !== "size") return rows;
    const size = (row) => length(table.e[row.place][first]);
    const options = rows.filter((row) => row.kind === "option").sort((a, b) => (size(b) ?? -1) - (size(a) ?? -1));
    return [...options, ...rows.filter((row) => row.kind !== "option")];
  }

  // ---- building the page -------------------------------------------------------------------------------------------
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [attribute, value] of Object.entries(attributes || {})) if (value !== null && value !== undefined) made.setAttribute(attribute, value);
    for (const child of children) if (child !== null && child !== undefined) made.append(child);
    return made;
  }
  const options = (id, pairs, value) => {
    at(id).replaceChildren(...pairs.map(([own, text]) => {
      const option = element("option", { value: own }, text);
      option.selected = own === value;
      return option;
    }));
  };

  function show() {
    read();
    document.documentElement.lang = choice.lang;
    for (const place of document.querySelectorAll("[data-word]")) place.textContent = word(place.dataset.word);
    at("skip").textContent = word("to_questions");
    at("title").textContent = say(data.title);
    if (at("synthetic")) at("synthetic").textContent = word("synthetic");
    at("languages").setAttribute("aria-label", word("language"));
    at("languages").replaceChildren(...data.languages.map((code) => {
      const button = element("button", { type: "button", lang: code, "aria-pressed": String(code === choice.lang) }, code);
      button.addEventListener("click", () => choose({ lang: code }));
      return button;
    }));
    at("page").hidden = at("about").hidden = false;
    const study = studyOf(choice.s);
    aboutStudy(study);
    const question = study && questionOf(study, choice.q);
    if (!question) return;
    list(study, question);
    controls(study, question);
    at("question").textContent = say(question.title);
    at("text").textContent = question.text ? say(question.text) : "";
    document.title = say(question.title) + " – " + say(data.title);
    const waves = choice.view === "waves";
    for (const one of document.querySelectorAll(".answers")) one.hidden = one.hidden || waves;
    for (const one of document.querySelectorAll(".waves")) one.hidden = !waves;
    at("table").setAttribute("aria-label", say(question.title));
    hideTip();
    at("step").replaceChildren();
    if (waves) showWaves(question, data.trends[question.id]); else showAnswers(study, question);
    verdicts(study, question);
  }

  // Studies by their titles without the words that all begin with ("Pollster, "), which would leave no room for the others.
  function waveNames() {
    const titles = data.studies.map((one) => say(one.title));
    let same = titles.length > 1 ? titles[0].lastIndexOf(", ") + 2 : 0;
    while (same > 1 && !titles.every((title) => title.startsWith(titles[0].slice(0, same)))) same = titles[0].lastIndexOf(", ", same - 3) + 2;
    return data.studies.map((one, i) => [one.id, titles[i].slice(same > 1 ? same : 0)]);
  }

  function list(study, question) {
    at("nav-head").textContent = `${word("questions")} (${study.questions.length})`;
    at("study-box").hidden = data.studies.length < 2;
    options("study", waveNames(), study.id);
    const sought = at("find").value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    at("questions").replaceChildren(...study.questions.map((one) => {
      const all = `${say(one.title)} ${one.text ? say(one.text) : ""} ${one.id}`.toLocaleLowerCase();
      const fits = sought.every((part) => all.includes(part));
      found += fits;
      const link = element("a", { href: address({ q: one.id, by: choice.by === one.id ? "" : choice.by, f: choice.f }) }, say(one.title));
      if (one.id === question.id) link.setAttribute("aria-current", "true");
      const item = element("li", {}, link);
      item.hidden = !fits;
      return item;
    }));
    at("none-found").hidden = found > 0;
  }

  function controls(study, question) {
    const banner = study.banner.filter((one) => one[0] !== question.id);
    options("by", [["", word("nobody")], ...banner.map((one) => [one[0], say(one[1])])], choice.by);
    at("by").parentElement.hidden = !banner.length;
    const heads = Object.fromEntries(study.banner.map((one) => [one[0], say(one[1])]));
    const levels = filters(question);
    options("filter", [["", word("all")], ...levels.map((one) => [key(one), `${heads[one[0]] || one[0]}: ${say(one[2])}`])], choice.f);
    at("filter-box").hidden = !levels.length;
    const weightings = Object.keys(question.tables);
    options("weighting", weightings.map((one) => [one, word(one)]), choice.w);
    at("weighting-box").hidden = weightings.length < 2;
    options("sort", [["", word("as_asked")], ["size", word("by_size")]], choice.sort);
    at("sort").parentElement.hidden = false;
    at("small").parentElement.hidden = !banner.length;
    at("ci").checked = choice.ci === "1";
    at("small").checked = choice.small === "1";
    const trend = data.trends[question.id];
    options("view", [["", word("answers")], ["waves", word("waves")]], choice.view);
    at("view-box").hidden = !trend;
    if (trend) {
      const waves = trend.waves.map((wave) => [wave.study, say(wave.when) || wave.study]);
      options("from", waves, choice.from);
      options("to", waves, choice.to);
    }
  }

  function notes(lines) {
    const kept = lines.filter(Boolean);
    at("notes").replaceChildren(...kept.map((line) => element("li", {}, line)));
    at("notes-head").textContent = `${word("notes")} (${kept.length})`;
    at("notes-box").open = kept.length <= FEW || printing;
  }

  // ---- answers -----------------------------------------------------------------------------------------------------
  function showAnswers(study, question) {
    const table = question.tables[choice.w];
    let columns = columnsOf(table);
    const small = columns.filter(([place]) => table.columns[place][4]);
    if (choice.small === "1") columns = columns.filter(([place], i) => i === 0 || !table.columns[place][4]);
    const rows = rowsOf(table, columns.length ? columns[0][0] : 0);
    const heads = columns.map(([place, label]) => label + (table.columns[place][4] ? " *" : ""));
    const cells = rows.map((row) => columns.map(([place]) => answerCell(table, row, place)));
    grid(question, heads, rows, cells, [word("respondents"), columns.map(([place]) => count(table.columns[place][3]))]);
    const inside = ["n", "moe"]; // of everybody, not of the level of a filter
    const lines = question.notes[choice.w].filter(([key]) => !choice.f || !inside.includes(key)).map(([, text]) => say(text));
    if (cells.flat().some((cell) => cell.suppressed)) lines.unshift("× " + word("suppressed"));
    if (choice.small === "1" && small.length) lines.unshift(word("hidden", String(small.length)));
    else if (small.length || cells.flat().some((cell) => cell.flagged)) lines.unshift(word("small"));
    notes([...lines, [choice.w === "published" ? "" : word(choice.w), words().level].filter(Boolean).join(", ")]);
    const title = question.finding && !choice.by && !choice.f && choice.w === Object.keys(question.tables)[0] ? say(question.finding) : say(question.title);
    const parts = columns.map(([place, label], i) => ({ label, n: table.columns[place][3], cells: cells.map((line) => line[i]) }));
    picture(title, (colours, width) => bars(rows, parts, colours, width, title, study));
  }

  function answerCell(table, row, place) {
    const e = table.e[row.place][place], l = table.l[row.place][place], h = table.h[row.place][place];
    const printed = table.t && table.t[row.place][place], bound = table.b && table.b[row.place][place];
    const flagged = table.s && table.s[row.place][place] === "flag" && !table.columns[place][4];
    const suppressed = table.s ? table.s[row.place][place] === "suppress" : false;
    const text = (printed ? say(printed) : figure(e, row.kind)) + (flagged ? " *" : "");
    const interval = span(l, h, row.kind);
    return { e, l, h, text: suppressed ? "×" : text, interval, suppressed, flagged, unit: inUnit(row.kind), n: table.columns[place][3], bound };
  }

  function grid(question, heads, rows, cells, base) {
    const whole = (text) => { // a date breaks before its year only
      const year = choice.view ? text.lastIndexOf(" ") : -1;
      return year < 0 ? [text] : [element("span", { class: "whole" }, text.slice(0, year)), text.slice(year)];
    };
    const head = element("tr", {}, element("th", { scope: "col" }, word("answer")), ...heads.map((text) => element("th", { scope: "col" }, ...whole(text))));
    const body = rows.map((row, i) => {
      const line = element("tr", { class: row.kind }, element("th", { scope: "row" }, row.label));
      cells[i].forEach((cell, j) => {
        const made = element("td", { tabindex: i || j ? "-1" : "0" }, cell.text);
        if (choice.ci === "1" && cell.interval) made.append(element("small", {}, cell.interval));
        const lines = [`${[row.label, ...(heads.length > 1 ? [heads[j].replace(/ \*$/, "")] : [])].join(", ")}: ${cell.text}`];
        if (cell.interval) lines.push(`${words().level}: ${cell.interval}`);
        if (!cell.unit && cell.n !== null && cell.n !== undefined) lines.push(`n = ${count(cell.n)}`);
        made.dataset.tip = cell.suppressed ? word("suppressed") : lines.join("; ");
        line.append(made);
      });
      return line;
    });
    if (base) body.push(element("tr", { class: "base" }, element("th", { scope: "row" }, base[0]), ...base[1].map((n) => element("td", {}, n))));
    const table = element("table", { role: "grid", "aria-label": say(question.title) }, element("thead", {}, head), element("tbody", {}, ...body));
    at("table").replaceChildren(table);
    shown = { question, heads, rows, cells, base };
  }

  // ---- over the waves ----------------------------------------------------------------------------------------------
  function showWaves(question, trend) {
    const rows = trend.options.map(([id, label], place) => ({ place, id, label: say(label), kind: trend.missing.includes(id) ? "missing" : "option" }));
    const cells = rows.map((row) => trend.points[row.place].map((point, i) => waveCell(point, trend.waves[i])));
    const heads = trend.waves.map((wave) => say(wave.when) || wave.study);
    grid(question, heads, rows, cells, [word("respondents"), trend.waves.map((wave) => count(wave.n))]);
    notes([...trend.notes.map(say), words().level]);
    steps(question, trend, rows);
    picture(say(question.title), (colours, width) => lines(trend, rows, cells, colours, width, say(question.title)));
  }
  const whenOf = (trend, id) => {
    const wave = trend.waves.find((one) => one.study === id);
    return wave ? say(wave.when) || id : id;
  };

  function waveCell(point, wave) {
    if (!point) return { e: null, l: null, h: null, text: "–", interval: "", n: wave.n };
    const [e, l, h, bound, printed] = point;
    return { e, l, h, text: printed ? say(printed) : percent(e), bound, interval: span(l, h, "option"), n: wave.n };
  }

  function steps(question, trend, rows) {
    const ids = trend.waves.map((wave) => wave.study);
    let i = ids.indexOf(choice.from), j = ids.indexOf(choice.to), turn = 1;
    if (i > j) [i, j, turn] = [j, i, -1];
    const found = trend.changes[`${i}-${j}`];
    const title = `${word("change")}: ${whenOf(trend, choice.from)} → ${whenOf(trend, choice.to)}`;
    const box = at("step");
    box.replaceChildren(element("h3", {}, title));
    if (!found || typeof found === "string" || !Array.isArray(found)) {
      box.append(element("p", {}, found ? say(found) : word("no_change")));
      return;
    }
    const head = element("tr", {}, ...[word("answer"), `${word("change")}, ${word("points")}`, word("interval"), word("beyond")].map((text) => element("th", { scope: "col" }, text)));
    const body = rows.map((row) => {
      const step = found[row.place];
      const cells = ["–", "–", "–"];
      if (step) {
        const ends = step[1] === null ? null : [turn * step[1], turn * step[2]].sort((a, b) => a - b);
        cells[0] = step[0] === null ? (turn === 1 && step[4] ? say(step[4]) : "–") : signed(turn * step[0]);
        cells[1] = ends ? `${signed(ends[0])} … ${signed(ends[1])}` : "–";
        cells[2] = word(step[3] === 1 ? "yes" : step[3] === 0 ? "no" : "not_known");
      }
      return element("tr", { class: row.kind }, element("th", { scope: "row" }, row.label), ...cells.map((text) => element("td", {}, text)));
    });
    const table = element("table", { "aria-label": title }, element("thead", {}, head), element("tbody", {}, ...body));
    box.append(element("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": title }, table));
  }

  // ---- pictures ----------------------------------------------------------------------------------------------------
  const SVG = "http://www.w3.org/2000/svg";
  const FONT = '"Helvetica Neue", Arial, "DejaVu Sans", sans-serif';
  const pen = document.createElement("canvas").getContext("2d");
  const widthOf = (text, size, bold) => {
    pen.font = `${bold ? "bold " : ""}${size}px Helvetica, Arial, "DejaVu Sans", sans-serif`;
    return pen.measureText(text).width;
  };
  function drawn(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, typeof value === "number" ? String(Math.round(value * 10) / 10) : value);
    if (text !== undefined) made.textContent = text;
    return made;
  }
  function wrapped(text, size, width, bold) {
    const found = [];
    for (const part of text.split(/\s+/)) {
      const last = found.length ? `${found[found.length - 1]} ${part}` : part;
      if (found.length && widthOf(last, size, bold) <= width) found[found.length - 1] = last; else found.push(part);
    }
    return found.length ? found : [""];
  }
  function canvas(width, height, colours, title) {
    const made = drawn("svg", { viewBox: `0 0 ${width} ${Math.ceil(height)}`, width, height: Math.ceil(height), role: "img", "font-family": FONT, "font-size": 13 });
    made.append(drawn("title", {}, word("picture_of", title)));
    made.append(drawn("rect", { x: 0, y: 0, width, height: Math.ceil(height), fill: colours.paper }));
    return made;
  }
  function lettering(svg, texts, x, y, size, fill, anchor, bold) {
    texts.forEach((text, i) => svg.append(drawn("text", { x, y: y + i * (size + 3), "font-size": size, fill, "text-anchor": anchor || "start", "font-weight": bold ? "bold" : "normal" }, text)));
  }

  let draw = null;
  function picture(title, made) {
    draw = made;
    const box = at("figure");
    const width = printing ? 680 : Math.max(300, Math.min(860, box.clientWidth || 700));
    box.replaceChildren(made(dark.matches && !printing ? DARK : LIGHT, width));
  }

  // A heading, the question's rows, and below the source line; returns where the rows begin.
  function headed(svg, title, under, colours, width) {
    const lines = !saving && title === say(shown.question.title) ? [] : wrapped(title, 17, width, true); // the page has it above
    let y = lines.length ? 20 : 12;
    lettering(svg, lines, 0, y, 17, colours.ink, "start", true);
    y += lines.length * 20 + 2;
    if (under) {
      const more = wrapped(under, 13, width);
      lettering(svg, more, 0, y, 13, colours.soft);
      y += more.length * 16;
    }
    return y + 6;
  }

  function bars(rows, parts, colours, width, title, study) {
    const usable = rows.filter((row, i) => row.kind !== "mean" && row.kind !== "difference" && parts.some((part) => part.cells[i].e !== null || part.cells[i].text !== "–"));
    const several = parts.length > 1;
    const labels = several ? parts.map((part) => part.label) : usable.map((row) => row.label);
    const room = Math.min(width * 0.42, Math.max(60, ...labels.map((text) => widthOf(text, 13) + 10)));
    const most = Math.max(100, ...usable.flatMap((row) => parts.map((part) => length(part.cells[rows.indexOf(row)].h ?? part.cells[rows.indexOf(row)].e) || 0)));
    const last = Math.max(...usable.flatMap((row) => parts.map((part) => widthOf(part.cells[rows.indexOf(row)].text, 13)))) + 12;
    const x = (e) => room + (e / most) * (width - room - last - 8);
    const entries = [];
    for (const row of usable) {
      const none = several && parts.every((part) => part.cells[rows.indexOf(row)].suppressed);
      if (several) entries.push({ head: wrapped(row.label + (none ? " ×" : ""), 13, width, true) });
      if (none) continue;
      parts.forEach((part) => entries.push({ label: wrapped(several ? part.label : row.label, 13, room - 10), cell: part.cells[rows.indexOf(row)], kind: row.kind }));
    }
    const height = (entry) => (entry.head ? entry.head.length * 16 + 10 : Math.max(22, entry.label.length * 16 + 6));
    const said = sourceLine(study, parts[0]);
    const probe = canvas(width, 10, colours, title);
    const start = headed(probe, title, underTitle(), colours, width);
    const foot = wrapped(said, 12, width);
    const svg = canvas(width, start + entries.reduce((sum, entry) => sum + height(entry), 0) + 18 + footHeight(foot, width), colours, title);
    let y = headed(svg, title, underTitle(), colours, width);
    for (const entry of entries) {
      if (entry.head) {
        lettering(svg, entry.head, 0, y + 18, 13, colours.ink, "start", true);
        y += height(entry);
        continue;
      }
      const middle = y + height(entry) / 2;
      lettering(svg, entry.label, room - 8, middle + 4 - (entry.label.length - 1) * 8, 13, colours.ink, "end");
      const e = length(entry.cell.e);
      if (e !== null && !entry.cell.suppressed) {
        const colour = entry.kind === "missing" ? colours.rest : entry.kind === "net" ? colours.net : colours.bar;
        svg.append(drawn("rect", { x: room, y: middle - 7, width: Math.max(0.5, x(e) - room), height: 14, fill: isLimit(entry.cell.bound) ? "none" : colour, stroke: colour }));
        const l = length(entry.cell.l), h = length(entry.cell.h);
        if (choice.ci === "1" && l !== null && h !== null) svg.append(drawn("path", { d: `M${x(l)} ${middle}H${x(h)}M${x(l)} ${middle - 4}v8M${x(h)} ${middle - 4}v8`, stroke: colours.ink, "stroke-width": 1.2, fill: "none" }));
        const right = choice.ci === "1" && h !== null ? Math.max(x(e), x(h)) : x(e);
        lettering(svg, [entry.cell.text], right + 5, middle + 4, 13, colours.ink);
      } else lettering(svg, [entry.cell.text], room + 5, middle + 4, 13, colours.soft);
      y += height(entry);
    }
    footed(svg, foot, y + 20, width, colours);
    return svg;
  }
  const warning = (width) => (data.synthetic ? wrapped(word("synthetic"), 12, width, true) : []);
  const footHeight = (foot, width) => (foot.length + warning(width).length) * 15 + 6;
  function footed(svg, foot, y, width, colours) {
    lettering(svg, foot, 0, y, 12, colours.soft);
    lettering(svg, warning(width), 0, y + foot.length * 15 + 4, 12, colours.alert, "start", true);
  }
  const underTitle = () => {
    const study = studyOf(choice.s);
    const parts = [];
    if (choice.f) parts.push(at("filter").selectedOptions[0].textContent);
    if (choice.by) parts.push(`${word("by")}: ${say(study.banner.find((one) => one[0] === choice.by)[1])}`);
    return parts.join("; ");
  };
  function sourceLine(study, part) {
    const parts = ["%", part && part.n !== null ? `n = ${count(part.n)}` : ""];
    if (choice.w && choice.w !== "published") parts.push(word(choice.w));
    if (choice.ci === "1") parts.push(words().level);
    return [parts.filter(Boolean).join(", "), say(study.title)].join(". ");
  }

  function lines(trend, rows, cells, colours, width, title) {
    const some = trend.waves.some((wave) => wave.date); // a wave without a date has no place among those with one
    const days = trend.waves.map((wave) => (wave.date ? Date.parse(wave.date) : NaN)), known = days.filter(Number.isFinite);
    const timed = some && new Set(known).size === known.length;
    const own = trend.waves.map((wave, i) => (some && !wave.date ? NaN : timed ? days[i] : i));
    const placed = own.filter(Number.isFinite), [first, last] = [Math.min(...placed), Math.max(...placed)];
    const latest = trend.waves[own.lastIndexOf(placed[placed.length - 1])];
    const kept = rows.filter((row) => cells[row.place].some((cell) => cell.e !== null));
    const most = Math.ceil(Math.max(100, ...kept.flatMap((row) => cells[row.place].map((cell) => length(choice.ci === "1" ? cell.h ?? cell.e : cell.e) || 0))) / 100) * 100;
    const room = Math.min(width * 0.36, Math.max(...kept.map((row) => widthOf(`${row.label} 99.9`, 13, true))) + 24);
    const foot = wrapped(sourceLine({ title: trend.source }, null), 12, width);
    const probe = canvas(width, 10, colours, title);
    const top = headed(probe, title, "", colours, width);
    const plot = Math.max(220, Math.min(380, width * 0.55));
    const svg = canvas(width, top + plot + 40 + footHeight(foot, width), colours, title);
    headed(svg, title, "", colours, width);
    const left = 34, right = width - room;
    const x = (value) => (last === first ? (left + right) / 2 : left + 8 + ((value - first) / (last - first)) * (right - left - 16));
    const y = (e) => top + plot - (e / most) * (plot - 10);
    for (let mark = 0; mark <= most; mark += most > 500 ? 200 : 100) {
      svg.append(drawn("path", { d: `M${left} ${y(mark)}H${right}`, stroke: colours.line, fill: "none" }));
      lettering(svg, [decimal(mark / 10, 0)], left - 6, y(mark) + 4, 12, colours.soft, "end");
    }
    const years = new Set(timed ? trend.waves.filter((wave, i) => Number.isFinite(own[i])).map((wave) => wave.date.slice(0, 4)) : []);
    let free = -Infinity, before = "";
    trend.waves.forEach((wave, i) => {
      if (!Number.isFinite(own[i])) return;
      const label = years.size > 1 ? wave.date.slice(0, 4) : say(wave.when);
      if (label === before) return;
      const half = widthOf(label, 12) / 2;
      const middle = Math.max(half, Math.min(width - half, x(own[i])));
      if (middle - half < free) return;
      lettering(svg, [label], middle, top + plot + 18, 12, colours.soft, "middle");
      free = middle + half + 8;
      before = label;
    });
    const placeOf = (id) => trend.waves.findIndex((wave) => wave.study === id);
    const cuts = trend.breaks.map(([after, before, text]) => [placeOf(after), placeOf(before), say(text)]);
    const ends = [];
    kept.forEach((row, k) => {
      const colour = row.kind === "missing" ? colours.rest : colours.lines[k % colours.lines.length];
      const points = cells[row.place].map((cell, i) => ({ ...cell, x: x(own[i]), wave: trend.waves[i] })).filter((point) => point.e !== null && Number.isFinite(point.x));
      if (!points.length) return;
      points.forEach((point, i) => {
        if (i) {
          const before = points[i - 1];
          const [a, b] = [placeOf(before.wave.study), placeOf(point.wave.study)];
          const crossed = cuts.filter(([start, stop]) => a < stop && b > start);
          const dashed = crossed.length || isLimit(before.bound) || isLimit(point.bound);
          const step = drawn("path", { d: `M${before.x} ${y(length(before.e))}L${point.x} ${y(length(point.e))}`, stroke: colour, "stroke-width": 2, fill: "none", ...(dashed ? { "stroke-dasharray": "3 4" } : {}) });
          if (crossed.length) step.append(drawn("title", {}, crossed.map((cut) => cut[2]).join("; ")));
          svg.append(step);
        }
        const l = length(point.l), h = length(point.h);
        if (choice.ci === "1" && l !== null && h !== null) svg.append(drawn("path", { d: `M${point.x} ${y(l)}V${y(h)}`, stroke: colour, "stroke-width": 1.2, fill: "none" }));
        const mark = drawn("circle", { cx: point.x, cy: y(length(point.e)), r: 3.6, fill: isLimit(point.bound) ? colours.paper : colour, stroke: colour, "stroke-width": 1.5 });
        mark.append(drawn("title", {}, `${row.label}, ${say(point.wave.when)}: ${point.text}`));
        svg.append(mark);
      });
      const end = points[points.length - 1];
      const stale = end.wave !== latest ? `, ${say(end.wave.when)}` : "";
      ends.push({ text: wrapped(`${row.label} ${end.text}${stale}`, 13, room - 16, true), want: y(length(end.e)) + 4, colour });
    });
    ends.sort((a, b) => a.want - b.want);
    let floor = -Infinity;
    ends.forEach((end) => { end.at = Math.max(end.want, floor); floor = end.at + end.text.length * 16; });
    const over = floor - 16 - (top + plot + 8);
    if (over > 0) {
      let ceiling = top + plot + 8;
      for (const end of [...ends].reverse()) { end.at = Math.min(end.at, ceiling - (end.text.length - 1) * 16); ceiling = end.at - 16; }
    }
    ends.forEach((end) => lettering(svg, end.text, right + 10, end.at, 13, end.colour, "start", true));
    footed(svg, foot, top + plot + 42, width, colours);
    return svg;
  }

  // ---- beside the figures ------------------------------------------------------------------------------------------
  function verdicts(study, question) {
    const found = [...question.verdicts, ...study.verdicts];
    at("verdicts").hidden = !found.length;
    at("verdict-list").replaceChildren(...found.map(([mark, told, quote, sentence, kind]) => element("div", { class: `verdict ${kind}` },
      element("p", {}, element("span", { class: "mark" }, `${mark} ${say(told)}`)), say(quote) ? element("blockquote", {}, say(quote)) : null, element("p", {}, say(sentence)))));
  }

  function aboutStudy(study) {
    if (!study) return;
    const facts = study.facts[choice.lang] || [];
    at("facts").replaceChildren(...facts.flatMap(([head, text]) => [element("dt", {}, head), element("dd", {}, text)]));
    at("method").replaceChildren(...study.method.map((text) => element("li", {}, say(text))));
    at("method-box").hidden = !study.method.length;
    const left = Object.entries(study.left);
    at("left").replaceChildren(...left.map(([name, reason]) => element("li", {}, `${name}: ${say(reason)}`)));
    at("left-box").hidden = !left.length;
  }

  // ---- keyboard and pointer ----------------------------------------------------------------------------------------
  function tip(cell) {
    const box = at("tip");
    box.textContent = cell.dataset.tip;
    box.hidden = false;
    const place = cell.getBoundingClientRect();
    const wide = box.getBoundingClientRect();
    box.style.left = `${Math.max(4, Math.min(scrollX + place.left, scrollX + document.documentElement.clientWidth - wide.width - 4))}px`;
    box.style.top = `${scrollY + place.top - wide.height - 6 < scrollY ? scrollY + place.bottom + 6 : scrollY + place.top - wide.height - 6}px`;
    cell.setAttribute("aria-describedby", "tip");
  }
  function hideTip() { at("tip").hidden = true; }
  const cellOf = (event) => event.target.closest && event.target.closest("td[data-tip]");
  at("table").addEventListener("mouseover", (event) => { const cell = cellOf(event); if (cell) tip(cell); });
  at("table").addEventListener("mouseout", hideTip);
  at("table").addEventListener("focusin", (event) => { const cell = cellOf(event); if (cell) tip(cell); });
  at("table").addEventListener("focusout", hideTip);
  at("table").addEventListener("keydown", (event) => {
    if (event.key === "Escape") hideTip();
    const cell = cellOf(event);
    const moves = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    if (!cell || !moves[event.key]) return;
    event.preventDefault();
    const row = cell.parentElement, body = row.parentElement;
    const next = body.rows[row.sectionRowIndex + moves[event.key][0]];
    const target = next && next.cells[cell.cellIndex + moves[event.key][1]];
    if (!target || !target.dataset.tip) return;
    cell.tabIndex = -1;
    target.tabIndex = 0;
    target.focus();
  });

  // ---- what leaves the page ----------------------------------------------------------------------------------------
  const quoted = (text) => {
    const safe = /^[=+@\t\r]|^-(?![\d.,]*$)/.test(text) ? "'" + text : text; // no spreadsheet takes it for a formula
    return /[",\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  };
  function csv() {
    const study = studyOf(choice.s);
    const head = [say(study.title), say(shown.question.title), underTitle(), choice.view ? "" : word(choice.w)].filter(Boolean);
    if (data.synthetic) head.unshift(word("synthetic"));
    const rows = [head, [word("answer"), ...shown.heads.flatMap((text) => (choice.ci === "1" ? [text, `${text} ${word("interval")}`] : [text]))]];
    shown.rows.forEach((row, i) => rows.push([row.label, ...shown.cells[i].flatMap((cell) => (choice.ci === "1" ? [cell.text, cell.interval] : [cell.text]))]));
    rows.push([shown.base[0], ...shown.base[1].flatMap((n) => (choice.ci === "1" ? [n, ""] : [n]))]);
    return rows.map((row) => row.map((text) => quoted(String(text))).join(",")).join("\r\n") + "\r\n";
  }
  async function copied(text) {
    try {
      await navigator.clipboard.writeText(text);
      at("status").textContent = word("copied");
    } catch {
      const box = element("textarea", { "aria-hidden": "true" });
      box.value = text;
      document.body.append(box);
      box.select();
      at("status").textContent = document.execCommand("copy") ? word("copied") : word("not_copied");
      box.remove();
    }
  }
  function save(blob, ending) {
    const link = element("a", { href: URL.createObjectURL(blob), download: `${choice.s}_${choice.q}${choice.by ? "_" + choice.by : ""}${choice.view ? "_waves" : ""}.${ending}` });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }
  const svgText = (width) => {
    saving = true;
    const made = draw(LIGHT, width);
    saving = false;
    made.setAttribute("xmlns", SVG);
    return new XMLSerializer().serializeToString(made);
  };
  at("copy").addEventListener("click", () => copied(csv()));
  at("link").addEventListener("click", () => copied(location.href.split("#")[0] + address({})));
  at("svg").addEventListener("click", () => save(new Blob([svgText(700)], { type: "image/svg+xml" }), "svg"));
  at("png").addEventListener("click", () => {
    const image = new Image();
    image.onload = () => {
      const paper = document.createElement("canvas");
      [paper.width, paper.height] = [image.width * 3, image.height * 3];
      paper.getContext("2d").drawImage(image, 0, 0, paper.width, paper.height);
      paper.toBlob((blob) => save(blob, "png"), "image/png");
    };
    image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText(700));
  });
  at("print").addEventListener("click", () => window.print());

  // ---- events ------------------------------------------------------------------------------------------------------
  for (const [id, name] of [["by", "by"], ["filter", "f"], ["weighting", "w"], ["sort", "sort"], ["view", "view"], ["from", "from"], ["to", "to"], ["study", "s"]])
    at(id).addEventListener("change", (event) => choose({ [name]: event.target.value }));
  for (const id of ["ci", "small"]) at(id).addEventListener("change", (event) => choose({ [id]: event.target.checked ? "1" : "" }));
  at("find").addEventListener("input", () => { const study = studyOf(choice.s); list(study, questionOf(study, choice.q)); });
  at("skip").addEventListener("click", (event) => { event.preventDefault(); at("main").focus(); });
  addEventListener("hashchange", show);
  let width = 0;
  addEventListener("resize", () => { if (at("figure").clientWidth !== width) { width = at("figure").clientWidth; show(); } });
  dark.addEventListener("change", show);
  addEventListener("beforeprint", () => { printing = true; show(); });
  addEventListener("afterprint", () => { printing = false; show(); });
  const fold = () => { at("nav-box").open = !narrow.matches; };
  narrow.addEventListener("change", fold);
  fold();
  show();
})();
