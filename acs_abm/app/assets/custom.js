// What several components need to hand a file to the visitor. Solara loads it on every page.

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
