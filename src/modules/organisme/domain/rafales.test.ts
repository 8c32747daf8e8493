import { expect, it } from 'vitest'
import { genreDeSortie } from './rafales.ts'

const sortie = (type: string, disposition = '', status = 200) => genreDeSortie({ status, type, disposition })

it('une liste et une archive que l’on enregistre sont des exports, un PDF un papier ; une page, un refus, une image ne comptent pas', () => {
  expect(sortie('text/csv; charset=utf-8', 'attachment; filename="x.csv"')).toBe('export')
  expect(sortie('application/zip', 'attachment')).toBe('export')
  expect(sortie('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'attachment')).toBe(
    'export',
  )
  expect(sortie('application/pdf')).toBe('papier')
  expect(sortie('application/pdf', 'attachment')).toBe('papier')
  for (const [type, disposition, status] of [
    ['text/html', '', 200],
    ['text/csv', 'attachment', 403],
    ['image/png', 'attachment', 200],
    ['application/json', '', 200],
  ] as const)
    expect(sortie(type, disposition, status), type).toBeUndefined()
})
