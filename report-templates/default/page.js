// Filter and sort of the page inventory. The report says everything without it.
;(() => {
  const filters = document.getElementById('page-filters')
  const table = document.getElementById('page-table')
  if (!filters || !table) return
  const body = table.tBodies[0]
  const rows = [...body.rows]
  const text = document.getElementById('filter-text')
  const selects = [...filters.querySelectorAll('select')]
  const count = document.getElementById('filter-count')
  const cell = (row, column) => row.cells[column].textContent.trim()
  const haystacks = new Map(rows.map((row) => [row, row.textContent.toLowerCase()]))

  function filter() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean)
    let shown = 0
    for (const row of rows) {
      const fits =
        words.every((word) => haystacks.get(row).includes(word)) &&
        selects.every((select) => select.value === '' || cell(row, select.dataset.column).startsWith(select.value))
      row.hidden = !fits
      if (fits) shown++
    }
    count.textContent = count.dataset.sentence.replace('{shown}', shown).replace('{total}', rows.length)
  }

  function sort(header, column) {
    const down = header.getAttribute('aria-sort') === 'ascending'
    for (const other of table.tHead.rows[0].cells) other.removeAttribute('aria-sort')
    header.setAttribute('aria-sort', down ? 'descending' : 'ascending')
    const numeric = header.classList.contains('num')
    const value = (row) => (numeric ? Number(cell(row, column).replace(/\D/g, '')) : cell(row, column))
    const collator = new Intl.Collator(document.documentElement.lang)
    rows.sort((a, b) => (numeric ? value(a) - value(b) : collator.compare(value(a), value(b))) * (down ? -1 : 1))
    body.append(...rows)
  }

  ;[...table.tHead.rows[0].cells].forEach((header, column) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = header.textContent
    button.addEventListener('click', () => sort(header, column))
    header.replaceChildren(button)
  })
  text.addEventListener('input', filter)
  for (const select of selects) select.addEventListener('input', filter)
  filters.hidden = false
  filter()
})()
