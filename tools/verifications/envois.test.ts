import { expect, it } from 'vitest'
import { compterEnvois, compterRefus, juger } from './envois.ts'

const corps = '{ const lu = await readForm(fields, c); return pourVisiteur(c, db, async (tx) => c.html(lu)) }'
const compter = (texte: string) => compterEnvois('src/modules/pole/pages/b.page.tsx', texte)

it('un envoi qui lit un formulaire et répond à une personne se compte, avec ou sans droit devant lui', () => {
  expect(
    compter(`app.post(url, async (c) => ${corps}).post(autre, exiger('x'), async (c) => ${corps})`),
  ).toBe(2)
  expect(compter(`app.post(url, async (c) => ${corps.replace('pourVisiteur', 'pour')})`)).toBe(1)
})

it('ni un lien sans compte, ni un regard, ni un geste du patron', () => {
  expect(
    compter('app.post(url, async (c) => db.withoutTenant((tx) => faire(tx, await readForm(f, c))))'),
  ).toBe(0)
  expect(compter(`app.get(url, async (c) => ${corps})`)).toBe(0)
  expect(compter('export const page = geste({ lien, champs, faire })')).toBe(0)
})

it('un envoi de plus que le dernier compte est refusé', () => {
  expect(juger([{ chemin: 'a', n: 2 }], 2, 0)).toEqual([])
  expect(
    juger(
      [
        { chemin: 'a', n: 2 },
        { chemin: 'b', n: 1 },
      ],
      2,
      0,
    )[0],
  ).toMatch(/^3 envois écrits à la main, 2 au plus/)
})

it('un refus de plus, composé par une page, est refusé', () => {
  const page =
    "return refuser('duree', 'Trop court.')\nconst r = refus(\n  'apport',\n  'Trop vague.',\n)\nrefuser(champ, phrase)"
  expect(compterRefus(page)).toBe(2)
  expect(juger([{ chemin: 'a', n: 0, refus: 2 }], 0, 2)).toEqual([])
  expect(juger([{ chemin: 'a', n: 0, refus: 2 }], 0, 1)[0]).toMatch(
    /^2 refus composés par des pages, 1 au plus/,
  )
})
