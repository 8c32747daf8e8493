import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ajouterJours,
  ajouterMois,
  comparerDates,
  type DateCivile,
  dateCivile,
  dateDe,
  ecartEnJours,
  formaterDate,
  formaterJourProche,
  formaterPeriode,
  jourDeRang,
  jourSemaine,
  joursEntre,
  lireDate,
  morceaux,
  rangDuJour,
  semaineIso,
} from '#kernel/dates.ts'
import { ajouterJoursOuvres, estFerie, estOuvre, joursFeries, nomDuFerie, paques } from '#kernel/feries.ts'

const d = (texte: string): DateCivile => {
  const date = dateCivile(texte)
  if (!date) throw new Error(`date de test fausse : ${texte}`)
  return date
}
const insecable = (t: string): string => t.replace(/\u00a0/g, ' ')
const rangs = fc.integer({ min: rangDuJour(d('1900-01-01')), max: rangDuJour(d('2199-12-31')) })
const uneDate = rangs.map(jourDeRang)

describe('lire une date', () => {
  it.each([
    ['22/03/2027', '2027-03-22'],
    ['22/3/2027', '2027-03-22'],
    [' 22.03.2027 ', '2027-03-22'],
    ['22-03-2027', '2027-03-22'],
    ['2027-03-22', '2027-03-22'],
    ['22 mars 2027', '2027-03-22'],
    ['1er avril 2027', '2027-04-01'],
    ['Mardi 24 NOVEMBRE 2026', '2026-11-24'],
    ['24 nov. 2026', '2026-11-24'],
    ['5 fevrier 2027', '2027-02-05'],
    ['29/02/2028', '2028-02-29'],
  ])('%s est le %s', (texte, iso) => expect(lireDate(texte)).toEqual({ ok: true, value: iso }))

  it.each([
    ['', 'date-vide'],
    ['bientôt', 'date-illisible'],
    ['22/03', 'date-illisible'],
    ['2027-03-22T10:00', 'date-illisible'],
    ['29/02/2027', 'date-inexistante'],
    ['31/04/2027', 'date-inexistante'],
    ['12/25/2027', 'date-inexistante'],
    ['00/01/2027', 'date-inexistante'],
    ['lundi 24 novembre 2026', 'date-inexistante'],
    ['beau 24 novembre 2026', 'date-illisible'],
    ['22/3/27', 'annee-incomplete'],
    ['22 mars 27', 'annee-incomplete'],
    ['01/01/1789', 'date-hors-bornes'],
    ['2300-01-01', 'date-hors-bornes'],
  ])('« %s » est refusée : %s', (texte, code) => {
    const lue = lireDate(texte)
    expect(lue.ok ? lue.value : lue.error.code).toBe(code)
  })
  it('le refus d’un jour mal nommé dit le vrai jour', () => {
    const lue = lireDate('lundi 24 novembre 2026')
    expect(lue.ok ? '' : insecable(lue.error.phrase)).toBe('Le 24 novembre 2026 est un mardi, pas un lundi.')
  })
  it('un lecteur de fichier ancien peut donner le siècle', () =>
    expect(lireDate('22/3/27', { siecle: 2000 })).toEqual({ ok: true, value: '2027-03-22' }))
  it('tout ce qui est écrit en toutes lettres ou en chiffres se relit', () =>
    fc.assert(
      fc.property(uneDate, fc.constantFrom('complet', 'long', 'court', 'chiffres'), (date, forme) => {
        const lue = lireDate(formaterDate(date, forme as 'long'))
        return lue.ok && lue.value === date
      }),
    ))
  it('la forme stricte refuse ce qu’une adresse pourrait inventer', () => {
    for (const t of ['2026-13-01', '2026-1-01', '2026-02-30', '2026-11-24 ', '', '2026-11-24\n'])
      expect(dateCivile(t)).toBeUndefined()
  })
  it('aucun texte ne fait lever la lecture', () =>
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (t) => typeof lireDate(t).ok === 'boolean')))
})

describe('calculer sur les jours', () => {
  it('le rang et la date sont l’inverse l’un de l’autre, comme l’horloge UTC', () =>
    fc.assert(
      fc.property(rangs, (rang) => {
        const date = jourDeRang(rang)
        expect(rangDuJour(date)).toBe(rang)
        expect(new Date(rang * 86_400_000).toISOString().slice(0, 10)).toBe(date)
      }),
    ))
  it('l’ordre des dates est celui des rangs', () =>
    fc.assert(
      fc.property(rangs, rangs, (a, b) => comparerDates(jourDeRang(a), jourDeRang(b)) === Math.sign(a - b)),
    ))
  it('ajouter des jours puis les retirer rend la date', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60_000 }),
        fc.integer({ min: -20_000, max: 20_000 }),
        (rang, n) => {
          const date = jourDeRang(rang)
          return (
            ajouterJours(ajouterJours(date, n), -n) === date &&
            ecartEnJours(date, ajouterJours(date, n)) === n
          )
        },
      ),
    ))
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2026-11-24', 14, '2028-01-24'],
    ['2026-01-15', -1, '2025-12-15'],
  ])('%s plus %d mois font %s', (a, n, b) => expect(ajouterMois(d(a), n)).toBe(b))
  it.each(['1900-01-01', '2199-12-31'])('du %s, on calcule au-delà de ce qui se lit', (bord) => {
    for (const n of [-1, 1]) {
      expect(ajouterJours(ajouterJours(d(bord), n), -n)).toBe(bord)
      expect(ajouterMois(ajouterMois(d(bord), 12 * n), -12 * n)).toBe(bord)
    }
    expect(ajouterJours(d('1900-01-01'), -1)).toBe('1899-12-31')
    expect(ajouterMois(d('2199-06-01'), 12)).toBe('2200-06-01')
    expect([dateCivile('1899-12-31'), dateCivile('2200-06-01')]).toEqual([undefined, undefined])
  })
  it('sortir des années à quatre chiffres est une panne, pas une date fausse', () => {
    expect(() => ajouterMois(d('2199-12-31'), 12 * 7801)).toThrow(RangeError)
    expect(() => ajouterJours(d('1900-01-01'), -400_000)).toThrow(RangeError)
  })
  it('le 24 novembre 2026 est un mardi et le jour suit l’horloge', () => {
    expect(jourSemaine(d('2026-11-24'))).toBe(2)
    fc.assert(
      fc.property(uneDate, (date) => jourSemaine(date) % 7 === new Date(`${date}T00:00:00Z`).getUTCDay()),
    )
  })
  it('joursEntre compte le premier et le dernier jour, et ne compte rien à l’envers', () => {
    expect(joursEntre(d('2026-02-27'), d('2026-03-01'))).toEqual(['2026-02-27', '2026-02-28', '2026-03-01'])
    expect(joursEntre(d('2026-03-01'), d('2026-02-27'))).toEqual([])
  })
  it('dateDe refuse les fractions et les mois de plus', () => {
    expect(dateDe(2026, 13, 1)).toBeUndefined()
    expect(dateDe(2026.5, 1, 1)).toBeUndefined()
  })
})

describe('la semaine ISO', () => {
  it.each([
    ['2026-11-28', 2026, 48],
    ['2026-01-01', 2026, 1],
    ['2027-01-01', 2026, 53],
    ['2027-01-04', 2027, 1],
    ['2024-12-30', 2025, 1],
    ['2021-01-03', 2020, 53],
  ])('%s est de %i, semaine %i', (jour, annee, semaine) => {
    expect(semaineIso(d(jour))).toEqual({ annee, semaine })
  })
  it('va du lundi au dimanche, et compte de 1 à 53 sans saut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 100_000 }), (n) => {
        const jour = ajouterJours(d('1900-01-08'), n)
        const lundi = ajouterJours(jour, 1 - jourSemaine(jour))
        const s = semaineIso(jour)
        expect(s).toEqual(semaineIso(lundi))
        const avant = semaineIso(ajouterJours(lundi, -1))
        // La semaine d’avant : la précédente, ou la dernière de l’année d’avant.
        if (s.semaine > 1) expect(avant).toEqual({ annee: s.annee, semaine: s.semaine - 1 })
        else {
          expect(avant.annee).toBe(s.annee - 1)
          expect([52, 53]).toContain(avant.semaine)
        }
        // Le 4 janvier est toujours de la première.
        expect(Math.abs(s.annee - morceaux(jour).annee)).toBeLessThanOrEqual(1)
        expect(semaineIso(d(`${s.annee}-01-04`))).toEqual({ annee: s.annee, semaine: 1 })
      }),
    )
  })
})

describe('écrire une date', () => {
  it('dit l’année quand ce n’est pas celle d’où l’on parle', () => {
    expect(insecable(formaterJourProche(d('2026-11-25'), d('2026-11-24')))).toBe('mer. 25 novembre')
    expect(insecable(formaterJourProche(d('2027-01-01'), d('2026-11-24')))).toBe('ven. 1er janvier 2027')
  })
  it.each([
    ['complet', 'mardi 24 novembre 2026'],
    ['long', '24 novembre 2026'],
    ['court', '24 nov. 2026'],
    ['chiffres', '24/11/2026'],
  ] as const)('%s : %s', (forme, texte) =>
    expect(insecable(formaterDate(d('2026-11-24'), forme))).toBe(texte),
  )
  it('le premier du mois porte « er »', () =>
    expect(insecable(formaterDate(d('2027-04-01')))).toBe('1er avril 2027'))
  it.each([
    ['2026-11-23', '2026-11-25', '23 au 25 nov. 2026'],
    ['2026-11-30', '2026-12-02', '30 nov. au 2 déc. 2026'],
    ['2026-12-28', '2027-01-04', '28 déc. 2026 au 4 janv. 2027'],
    ['2026-11-24', '2026-11-24', '24 nov. 2026'],
    ['2026-11-01', '2026-11-03', '1er au 3 nov. 2026'],
  ])('%s et %s : %s', (a, b, texte) => expect(insecable(formaterPeriode(d(a), d(b)))).toBe(texte))
})

describe('les jours fériés', () => {
  it.each([
    [1961, '1961-04-02'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2024, '2024-03-31'],
    [2025, '2025-04-20'],
    [2026, '2026-04-05'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'],
  ])('Pâques %d tombe le %s', (annee, date) => expect(paques(annee)).toBe(date))
  it('Pâques est toujours un dimanche entre le 22 mars et le 25 avril', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2199 }), (a) => {
        const p = paques(a)
        return jourSemaine(p) === 7 && p >= `${a}-03-22` && p <= `${a}-04-25`
      }),
    ))
  it('la métropole en a onze, l’Alsace-Moselle treize, chaque territoire d’outre-mer douze', () => {
    expect(joursFeries(2026)).toHaveLength(11)
    expect(joursFeries(2026, 'alsace-moselle')).toHaveLength(13)
    for (const t of [
      'guadeloupe',
      'guyane',
      'martinique',
      'mayotte',
      'reunion',
      'saint-barthelemy',
      'saint-martin',
    ] as const)
      expect(joursFeries(2026, t)).toHaveLength(12)
  })
  it.each([
    ['2026-05-14', 'metropole', 'Ascension'],
    ['2026-05-25', 'metropole', 'lundi de Pentecôte'],
    ['2026-12-26', 'metropole', undefined],
    ['2026-12-26', 'alsace-moselle', 'Saint-Étienne'],
    ['2026-04-03', 'alsace-moselle', 'Vendredi saint'],
    ['2026-12-20', 'reunion', 'abolition de l’esclavage'],
    ['2026-05-22', 'martinique', 'abolition de l’esclavage'],
    ['2026-05-22', 'metropole', undefined],
    ['2008-05-01', 'metropole', 'fête du Travail et Ascension'],
  ] as const)('%s, %s : %s', (date, territoire, nom) => expect(nomDuFerie(d(date), territoire)).toBe(nom))
  it('ni un samedi, ni un dimanche, ni un jour férié n’est ouvré', () => {
    expect(estOuvre(d('2026-11-28'))).toBe(false)
    expect(estOuvre(d('2026-11-29'))).toBe(false)
    expect([estFerie(d('2026-07-14')), estOuvre(d('2026-07-14'))]).toEqual([true, false])
  })
  it('onze jours ouvrés après le 30 avril 2026 enjambent le 1er mai, le 8 mai et l’Ascension', () =>
    expect(ajouterJoursOuvres(d('2026-04-30'), 11)).toBe('2026-05-20'))
})
