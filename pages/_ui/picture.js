/* Saves a figure as a PNG, drawn in the browser from the SVG on the page: nothing is fetched. Once a page, for all buttons. */
export default function () { globalThis.evalSavePicture = save }

async function save(data) {
  const plot = document.querySelector(`.st-key-figure_${data.name} .js-plotly-plot`)
  const box = plot.getBoundingClientRect(), width = Math.round(box.width), height = Math.round(box.height)
  const whole = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  whole.setAttribute("width", width); whole.setAttribute("height", height)
  whole.setAttribute("xmlns", "http://www.w3.org/2000/svg")
  for (const layer of plot.querySelectorAll("svg.main-svg")) {
    const copy = layer.cloneNode(true)
    copy.querySelectorAll(".draglayer,.hoverlayer,.zoomlayer,.selectionlayer").forEach(part => part.remove())
    while (copy.firstChild) whole.appendChild(copy.firstChild)
  }
  const image = new Image()
  image.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(new XMLSerializer().serializeToString(whole))
  await image.decode()
  const page = getComputedStyle(document.querySelector(".stApp")), font = page.fontFamily
  const pad = 20, ink = page.color, canvas = document.createElement("canvas"), pen = canvas.getContext("2d")
  const blocks = [[data.title, `600 17px ${font}`, 26], [data.finding, `14px ${font}`, 21]]
  const foot = [data.note, data.foot].filter(Boolean).map(text => [text, `12px ${font}`, 18])
  const lines = ([text, style, step]) => { pen.font = style; return wrap(pen, text, width).map(line => [line, style, step]) }
  const top = blocks.flatMap(lines), bottom = foot.flatMap(lines)
  const tall = rows => rows.reduce((sum, row) => sum + row[2], 0)
  canvas.width = (width + 2 * pad) * 2
  canvas.height = (tall(top) + height + tall(bottom) + 2 * pad + 16) * 2
  pen.scale(2, 2)
  pen.fillStyle = page.backgroundColor; pen.fillRect(0, 0, canvas.width, canvas.height)
  let at = pad
  const write = (rows, faint) => {
    pen.globalAlpha = faint ? 0.75 : 1; pen.fillStyle = ink; pen.textBaseline = "top"
    for (const [line, style, step] of rows) { pen.font = style; pen.fillText(line, pad, at); at += step }
    pen.globalAlpha = 1
  }
  write(top, false)
  at += 8; pen.drawImage(image, pad, at, width, height); at += height + 8
  write(bottom, true)
  const blob = await new Promise(done => canvas.toBlob(done, "image/png"))
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob); link.download = `${data.title}.png`; link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

function wrap(pen, text, width) {
  const lines = []
  let line = ""
  for (const sign of text) {
    if (line && pen.measureText(line + sign).width > width && !"，。；：、）”%".includes(sign)) { lines.push(line); line = "" }
    line += sign
  }
  return line ? [...lines, line] : lines
}
