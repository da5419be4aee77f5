// What several components share: handing a file to the visitor, and drawing charts. Solara loads it
// on every page.

window.acsSave = (() => {
  // what a picture's look depends on; an SVG file has no style sheet of the page's
  const LOOK = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray',
    'stroke-linecap', 'stroke-linejoin', 'opacity', 'font-family', 'font-size', 'font-weight',
    'text-anchor', 'paint-order', 'display', 'visibility'];
  const SHARPNESS = 2; // pixels of a PNG for each of the screen

  function hand(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function drawn(svg) {
    const copy = svg.cloneNode(true);
    const [from, to] = [svg, copy].map((one) => [one, ...one.querySelectorAll('*')]);
    from.forEach((element, n) => {
      const look = getComputedStyle(element);
      LOOK.forEach((key) => { to[n].style[key] = look.getPropertyValue(key); });
    });
    const box = svg.getBoundingClientRect();
    copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    copy.setAttribute('width', box.width);
    copy.setAttribute('height', box.height);
    copy.style.background = '#ffffff';
    return { text: new XMLSerializer().serializeToString(copy), box };
  }

  return {
    text(name, type, text) { hand(name, new Blob([text], { type })); },
    csv(name, rows) {
      const cell = (value) => {
        const text = value === null || value === undefined ? '' : String(value);
        return /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
      };
      const lines = rows.map((row) => row.map(cell).join(',') + '\n');
      hand(name + '.csv', new Blob(lines, { type: 'text/csv' }));
    },
    svg(name, svg) { hand(name + '.svg', new Blob([drawn(svg).text], { type: 'image/svg+xml' })); },
    png(name, svg) {
      const { text, box } = drawn(svg);
      const picture = new Image();
      const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
      picture.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = Math.round(box.width * SHARPNESS);
        canvas.height = Math.round(box.height * SHARPNESS);
        const pen = canvas.getContext('2d');
        pen.fillStyle = '#ffffff';
        pen.fillRect(0, 0, canvas.width, canvas.height);
        pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
        URL.revokeObjectURL(address);
        canvas.toBlob((blob) => hand(name + '.png', blob), 'image/png');
      };
      picture.src = address;
    },
  };
})();

// What every chart does: it is drawn to the width there is, and saved as CSV or a picture. The
// chart itself names its files (`file`) and gives its numbers, the heads first (`asCsv`).
window.acsChart = (own) => ({
  ...own,
  data() {
    return { isTable: false, width: 900, ...own.data() };
  },
  mounted() {
    this.watcher = new ResizeObserver(() => this.measure());
    this.watcher.observe(this.$refs.frame);
    this.measure();
  },
  beforeDestroy() {
    this.watcher.disconnect();
    if (own.beforeDestroy) own.beforeDestroy.call(this);
  },
  methods: {
    measure() {
      const width = this.$refs.frame.clientWidth;
      if (width > 0) this.width = width;
    },
    saveCsv() { window.acsSave.csv(this.file(), this.asCsv()); },
    save(kind) { window.acsSave[kind](this.file(), this.$refs.picture); },
    slug(text) { return text.toLowerCase().replace(/[^a-z0-9]+/g, '-'); },
    // moves labels that lie on each other apart, the last not below the lowest
    spread(labels, gap, lowest) {
      labels.forEach((label, n) => {
        if (n) label.y = Math.max(label.y, labels[n - 1].y + gap);
      });
      [...labels].reverse().forEach((label, n, all) => {
        label.y = Math.min(label.y, n ? all[n - 1].y - gap : lowest);
      });
      return labels;
    },
    ...own.methods,
  },
});

// What charts of lines over the quarters share: the room between their four edges, where a value
// lies in it, a path through values with gaps where there is none. The chart itself gives `ticks`.
window.acsLines = (own) => window.acsChart({
  ...own,
  computed: {
    room() { return this.width - this.left - this.right; },
    years() {
      const marks = this.chart.quarters
        .map((quarter, at) => ({ at, year: quarter.slice(0, 4), part: quarter.slice(5) }))
        .filter((mark) => mark.part === 'Q1' || mark.part === '01');
      const every = Math.ceil((marks.length * 44) / this.room) || 1;
      return marks.filter((mark, n) => n % every === 0);
    },
    ...own.computed,
  },
  methods: {
    ticksOver(low, high, leastStep) {
      const rough = (high - low) / 4;
      const power = 10 ** Math.floor(Math.log10(rough));
      const fine = [1, 2, 5, 10].map((n) => n * power).find((n) => n >= rough * 0.999);
      const step = Math.max(leastStep, fine);
      const first = Math.floor(low / step + 1e-9);
      const last = Math.ceil(high / step - 1e-9);
      return Array.from({ length: last - first + 1 }, (_, n) =>
        Number(((first + n) * step).toPrecision(12)));
    },
    x(at) {
      return this.left + (this.room * at) / Math.max(1, this.chart.quarters.length - 1);
    },
    y(value) {
      const [low, high] = [this.ticks[0], this.ticks[this.ticks.length - 1]];
      const room = this.height - this.top - this.bottom;
      return this.height - this.bottom - (room * (value - low)) / (high - low);
    },
    point(value, at) {
      return `${this.x(at).toFixed(1)} ${this.y(value).toFixed(1)}`;
    },
    path(values) {
      let isBegun = false;
      return values.map((value, at) => {
        const way = isBegun ? 'L' : 'M';
        isBegun = value !== null;
        return isBegun ? way + this.point(value, at) : '';
      }).join('');
    },
    band(low, high) {
      const there = [...low.keys()].filter((at) => low[at] !== null && high[at] !== null);
      if (there.length < 2) return '';
      const way = [...there.map((at) => this.point(high[at], at)),
        ...there.reverse().map((at) => this.point(low[at], at))];
      return 'M' + way.join('L') + 'Z';
    },
    ...own.methods,
  },
});
