import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, dateCivile } from '#kernel/dates.ts'
import {
  type Categorie,
  categorieDePiece,
  categories,
  direRegle,
  listeCategories,
  regleDe,
  reglesProposees,
  termeDe,
} from './conservation.ts'
import { echeanceDe, echeanceProlongee, urgenceDe } from './demande.ts'
import { type Chose, juger } from './sort.ts'
import { coordonneesDe, nomSeul, nomsEntiers } from './termes.ts'
import { composerRegistre, listeRubriques, traitementsProposes } from './traitements.ts'

const jour = (t: string): DateCivile => {
  const d = dateCivile(t)
  if (!d) throw new Error(t)
  return d
}
const auj = jour('2026-11-24')
const chose = (c: Partial<Chose>): Chose => ({
  cle: 'x',
  genre: 'piece',
  categorie: 'realisation',
  nom: 'Certificat CR-2026-0001',
  depart: jour('2026-06-30'),
  financeurs: [],
  ...c,
})

describe('la durée qui vaut', () => {
  it('est six ans pour ce qui prouve, dix ans si l’Europe y participe', () => {
    expect(regleDe(reglesProposees, 'realisation', ['opco-plan'], auj).mois).toBe(72)
    expect(regleDe(reglesProposees, 'realisation', ['opco-plan', 'europe'], auj).mois).toBe(120)
  })
  it('est celle de la coopérative dès le jour où elle la pose, pas avant', () => {
    const regles = [
      ...reglesProposees,
      { ...reglesProposees[1], categorie: 'realisation', mois: 96, depuis: '2026-11-24', financeur: null },
    ] as typeof reglesProposees
    expect(regleDe(regles, 'realisation', [], jour('2026-11-23')).mois).toBe(72)
    expect(regleDe(regles, 'realisation', [], auj).mois).toBe(96)
  })
  it('existe pour chaque catégorie, et se dit', () => {
    for (const c of listeCategories)
      expect(direRegle(regleDe(reglesProposees, c, [], auj))).toMatch(/^(un|\d)/)
    expect(() => regleDe([], 'comptable', [], auj)).toThrow('comptable')
  })
  it('n’est jamais plus courte parce qu’un financeur s’ajoute', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...listeCategories),
        fc.array(fc.constantFrom('europe', 'opco-plan', 'region', 'entreprise')),
        fc.constantFrom('europe', 'opco-plan', 'region'),
        (c, fs, f) =>
          regleDe(reglesProposees, c, [...fs, f], auj).mois >= regleDe(reglesProposees, c, fs, auj).mois,
      ),
    )
  })
  it('range un devis sans signature, et ce qui fut remis à qui n’est pas venu, parmi ce qui n’a pas eu de suite', () => {
    expect(categorieDePiece('engagement', false, true)).toBe('sans-suite')
    expect(categorieDePiece('engagement', true, true)).toBe('engagement')
    expect(categorieDePiece('remise', false, false)).toBe('sans-suite')
    expect(categorieDePiece('remise', false, true)).toBe('remise')
    expect(categorieDePiece('comptable', false, true)).toBe('comptable')
    expect(categorieDePiece('discipline', false, false)).toBe('discipline')
    // Un genre que nulle fiche ne décrit ne s’efface pas plus tôt que ce qui prouve.
    expect(categorieDePiece(undefined, false, false)).toBe('realisation')
  })
})

describe('ce qui se garde et ce qui s’efface', () => {
  it('garde une preuve jusqu’à la veille de son terme, et l’efface ce jour-là', () => {
    const c = chose({})
    const terme = termeDe(regleDe(reglesProposees, 'realisation', [], auj), c.depart)
    expect(terme).toBe('2032-06-30')
    expect(juger([c], reglesProposees, { jour: jour('2032-06-29'), demande: true }).complet).toBe(false)
    expect(juger([c], reglesProposees, { jour: terme, demande: false })).toMatchObject({
      complet: true,
      prochaine: undefined,
    })
  })
  it('efface sans attendre, à la demande, ce qui ne tient qu’au consentement ou n’a pas eu de suite', () => {
    const choses = [
      chose({ categorie: 'handicap', cle: 'h' }),
      chose({ categorie: 'sans-suite', cle: 's' }),
      chose({ categorie: 'contact', cle: 'c' }),
    ]
    expect(juger(choses, reglesProposees, { jour: auj, demande: false }).effacables).toEqual([])
    expect(juger(choses, reglesProposees, { jour: auj, demande: true }).complet).toBe(true)
  })
  it('ne perd ni ne compte deux fois aucune chose, et annonce le premier terme', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            categorie: fc.constantFrom(...listeCategories),
            annee: fc.integer({ min: 2010, max: 2026 }),
          }),
        ),
        fc.boolean(),
        (lignes, demande) => {
          const choses = lignes.map((l, i) =>
            chose({ cle: String(i), categorie: l.categorie as Categorie, depart: jour(`${l.annee}-06-30`) }),
          )
          const s = juger(choses, reglesProposees, { jour: auj, demande })
          expect(
            [...s.gardees, ...s.effacables].map((c) => c.cle).toSorted((a, b) => Number(a) - Number(b)),
          ).toEqual(choses.map((c) => c.cle))
          expect(s.complet).toBe(s.gardees.length === 0)
          for (const g of s.gardees) expect(s.prochaine !== undefined && s.prochaine <= g.terme).toBe(true)
          if (demande) for (const g of s.gardees) expect(categories[g.categorie].oppose).toBe(true)
        },
      ),
    )
  })
})

describe('une demande', () => {
  it('attend un mois sa réponse, trois si on l’a dit, au même quantième', () => {
    expect(echeanceDe(jour('2026-01-31'))).toBe('2026-02-28')
    expect(echeanceProlongee(jour('2026-11-24'))).toBe('2027-02-24')
    expect(urgenceDe(jour('2026-11-24'), jour('2026-11-24'))).toBe('proche')
    expect(urgenceDe(jour('2026-11-23'), auj)).toBe('depassee')
    expect(urgenceDe(jour('2026-12-24'), auj)).toBe('sereine')
  })
})

describe('les mots qui nomment quelqu’un', () => {
  const p = {
    prenom: 'Éloïse',
    nom: 'Le Goff',
    courriel: 'eloise@exemple.example',
    telephone: '06 12 34 56 78',
    adresse: null,
  }
  it('sont son nom entier dans les deux ordres, ses coordonnées, et à part son nom seul', () => {
    expect(nomsEntiers(p)).toEqual(['Éloïse Le Goff', 'Le Goff Éloïse', 'eloise le goff', 'le goff eloise'])
    expect(coordonneesDe(p)).toEqual(['eloise@exemple.example', '06 12 34 56 78', '0612345678'])
    expect(nomSeul(p)).toEqual(['Le Goff', 'LE GOFF'])
  })
  it('ne portent jamais de quoi casser un JSON, ni un mot de deux lettres', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (prenom, nom) => {
        for (const t of [...nomsEntiers({ prenom, nom }), ...nomSeul({ nom })]) {
          expect(t).not.toMatch(/["\\{}]/)
          expect(t.length).toBeGreaterThanOrEqual(3)
        }
      }),
    )
  })
})

describe('le registre des traitements', () => {
  it('propose huit traitements, chaque rubrique écrite', () => {
    const r = composerRegistre([])
    expect(r).toHaveLength(Object.keys(traitementsProposes).length)
    for (const t of r) for (const x of listeRubriques) expect(t[x].length).toBeGreaterThan(3)
  })
  it('prend la dernière écriture de la coopérative, et oublie ce qu’elle retire', () => {
    const contenu = {
      ...traitementsProposes.handicap,
      nom: 'Accueil',
    } as (typeof traitementsProposes)[string]
    const ecrits = [
      { code: 'handicap', version: 2, contenu: { ...contenu, nom: 'Accueil, bis' }, retire: false },
      { code: 'handicap', version: 1, contenu, retire: false },
      { code: 'prospection', version: 1, contenu, retire: true },
    ]
    const r = composerRegistre(ecrits)
    expect(r.find((t) => t.code === 'handicap')?.nom).toBe('Accueil, bis')
    expect(r.some((t) => t.code === 'prospection')).toBe(false)
  })
})
