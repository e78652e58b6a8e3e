"use strict";
(() => {
  const root = document.documentElement;
  const every = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = (text) => { document.getElementById("said").textContent = text; };
  // A page from a disk may be refused any memory of its own.
  const remember = (store, key, value) => { try { store().setItem(key, value); } catch { /* then not */ } };
  const recall = (store, key) => { try { return store().getItem(key); } catch { return null; } };
  const lasting = () => localStorage;
  const passing = () => sessionStorage;

  // Figures: drawn when they come near, in the colours of the page.
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const colour = (name) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const isDark = () => {
    const told = root.dataset.theme;
    return told ? told === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  };
  const themed = () => {
    const [paper, text, soft, rule] = ["paper", "text", "soft", "rule"].map(colour);
    const axis = { gridcolor: rule, linecolor: soft, zerolinecolor: soft, tickcolor: soft };
    const scene = { ...axis, backgroundcolor: paper, showbackground: false };
    return {
      layout: {
        margin: { l: 64, r: 16, t: 32, b: 52 },
        paper_bgcolor: paper,
        plot_bgcolor: paper,
        font: { color: text, family: getComputedStyle(document.body).fontFamily, size: 13 },
        hoverlabel: { bgcolor: colour("panel"), bordercolor: rule, font: { color: text }, align: "left" },
        xaxis: axis,
        yaxis: axis,
        scene: { xaxis: scene, yaxis: scene, zaxis: scene },
      },
    };
  };
  const OPTIONS = { responsive: true, displaylogo: false };
  const FLAT = [["toImage", "zoom2d", "pan2d", "resetScale2d"]];
  const DEEP = [["toImage", "orbitRotation", "pan3d", "resetCameraDefault3d"]];
  const plots = every(".plot").map((place) => ({
    place,
    figure: JSON.parse(place.parentElement.querySelector("script").textContent),
    drawn: false,
  }));
  const draw = (plot, size = { autosize: true }) => {
    if (!window.Plotly) return;
    const { data, layout } = plot.figure;
    const buttons = layout.scene ? DEEP : FLAT;
    if (!plot.drawn) plot.place.replaceChildren();
    plot.drawn = true;
    Plotly.react(
      plot.place, data,
      { ...size, uirevision: "kept", ...layout, template: themed() },
      { ...OPTIONS, modeBarButtons: buttons, displayModeBar: plot.place.clientWidth < 560 ? false : "hover" },
    );
  };
  const redraw = () => plots.filter((plot) => plot.drawn).forEach((plot) => draw(plot));
  const near = new IntersectionObserver((seen) => {
    for (const entry of seen.filter((one) => one.isIntersecting)) {
      near.unobserve(entry.target);
      draw(plots.find((plot) => plot.place === entry.target));
    }
  }, { rootMargin: "600px" });
  plots.forEach((plot) => near.observe(plot.place));

  // The arrow keys turn what has three dimensions.
  const TURNS = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  for (const plot of plots.filter((one) => one.figure.layout.scene)) {
    plot.place.addEventListener("keydown", (event) => {
      const turn = TURNS[event.key];
      if (!turn || !plot.drawn) return;
      event.preventDefault();
      const eye = plot.place._fullLayout.scene.camera.eye;
      const far = Math.hypot(eye.x, eye.y, eye.z);
      const around = Math.atan2(eye.y, eye.x) + 0.15 * turn[0];
      const up = Math.min(1.5, Math.max(-1.5, Math.asin(eye.z / far) + 0.15 * turn[1]));
      const flat = far * Math.cos(up);
      Plotly.relayout(plot.place, {
        "scene.camera.eye": { x: flat * Math.cos(around), y: flat * Math.sin(around), z: far * Math.sin(up) },
      });
    });
  }

  // Light or dark.
  const theme = document.getElementById("theme");
  const showTheme = () => theme.setAttribute("aria-pressed", String(isDark()));
  theme.hidden = false;
  showTheme();
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember(lasting, "sdpsearch-theme", root.dataset.theme);
    showTheme();
    redraw();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { showTheme(); redraw(); });

  // On paper everything is drawn, light, as wide as the paper.
  let before;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    plots.forEach((plot) => draw(plot, { width: 660, autosize: false }));
  });
  addEventListener("afterprint", () => {
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    redraw();
  });

  // Tables are sorted by the buttons that their heads become.
  const compare = (one, two) => {
    if (one === "" || two === "") return (one === "") - (two === "");
    const [a, b] = [Number(one), Number(two)];
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    return one.localeCompare(two, "en", { numeric: true });
  };
  const rank = (row, place) => row.cells[place].dataset.rank;
  const sort = (head, place) => {
    const table = head.closest("table");
    const down = head.getAttribute("aria-sort") === "ascending";
    every("th", table).forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const rows = [...table.tBodies[0].rows].sort((one, two) => {
      const [a, b] = [rank(one, place), rank(two, place)];
      // What is not known stands last either way.
      return a === "" || b === "" || !down ? compare(a, b) : compare(b, a);
    });
    table.tBodies[0].append(...rows);
    say(`Sorted by ${head.textContent}, ${down ? "descending" : "ascending"}.`);
  };
  every("thead tr").forEach((row) => [...row.cells].forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", () => sort(head, place));
  }));

  // And narrowed down: rows that have every word.
  every(".search").forEach((search) => {
    const rows = [...search.parentElement.querySelector("tbody").rows];
    const [input, output] = [search.querySelector("input"), search.querySelector("output")];
    const texts = rows.map((row) => row.textContent.toLowerCase());
    const narrow = () => {
      const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      rows.forEach((row, place) => { row.hidden = !words.every((word) => texts[place].includes(word)); });
      output.textContent = words.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length}` : "";
    };
    search.hidden = false;
    input.addEventListener("input", narrow);
    narrow();
  });

  // Command lines are copied.
  every(".copy").forEach((button) => {
    button.hidden = false;
    const code = button.previousElementSibling;
    button.addEventListener("click", async () => {
      getSelection().selectAllChildren(code);
      try {
        await navigator.clipboard.writeText(code.textContent);
      } catch {
        document.execCommand("copy");
      }
      button.textContent = "Copied";
      say("Copied.");
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  });

  // While a scan runs the page is read anew; browsers keep the place of what is read anew.
  const live = document.getElementById("live");
  if (live) {
    live.checked = recall(passing, "sdpsearch-live") !== "off";
    live.addEventListener("change", () => remember(passing, "sdpsearch-live", live.checked ? "on" : "off"));
    setInterval(() => {
      if (live.checked) location.reload();
    }, 1000 * Number(live.dataset.seconds));
  }
})();
