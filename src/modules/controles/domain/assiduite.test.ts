import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { assiduiteDe, type CaseSuivie, decrochage } from './assiduite.ts'
import { type AbsenceEtablie, cleAvis, type Destinataire, ecrireAvis, preparerAvis } from './avis.ts'

const c = (etat: CaseSuivie['etat'], perdues = 0): CaseSuivie => ({ etat, minutes: 210, perdues })
const [p, a, q] = [c('presente'), c('absente'), c('attendue')]
const seuils = { absencesDeSuite: 2, assiduitePourCent: 70 }

describe('L’assiduité', () => {
  it('ne compte ni pour ni contre ce qui attend un statut', () => {
    expect(assiduiteDe([p, q, a])).toEqual({
      passeMin: 420,
      suiviMin: 210,
      taux: 50,
      absences: 1,
      deSuite: 1,
      sansStatut: 1,
    })
    expect(assiduiteDe([q]).taux).toBeNull()
  })
  it('retire le retard et le départ anticipé', () => {
    expect(assiduiteDe([c('presente', 21)]).taux).toBe(90)
  })
  it('est toujours entre zéro et cent, quelles que soient les minutes perdues', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            etat: fc.constantFrom('presente' as const, 'absente' as const, 'attendue' as const),
            minutes: fc.integer({ min: 1, max: 300 }),
            perdues: fc.nat(400),
          }),
          { maxLength: 20 },
        ),
        (cases) => {
          const { taux, deSuite, absences } = assiduiteDe(cases)
          if (taux !== null) expect(taux >= 0 && taux <= 100).toBe(true)
          expect(deSuite).toBeLessThanOrEqual(absences)
        },
      ),
    )
  })
  it.each([
    ['deux absences d’affilée', [p, p, p, p, p, p, p, a, a], 'absences-de-suite'],
    ['revenue depuis', [p, a, a, p, p, p, p, p, p], undefined],
    ['une seule absence, même lourde', [p, a], undefined],
    ['une sur deux', [a, p, a, p], 'assiduite-basse'],
    ['personne n’a statué', [q, q], undefined],
  ] as const)('%s', (_, cases, attendu) => {
    expect(decrochage(assiduiteDe(cases), seuils)).toBe(attendu)
  })
})

const absence = (n: number, inscription = 'i1'): AbsenceEtablie => ({
  session: 's',
  activite: 'x',
  seance: `d${n}`,
  jour: `2026-03-0${n}` as DateCivile,
  debut: 540,
  fin: 750,
  inscription,
  prenom: 'Agathe',
  nom: 'Pons',
})
const employeur: Destinataire = {
  genre: 'avis-employeur',
  inscription: 'i1',
  entreprise: 'e1',
  nom: 'Hôtel Aubrac',
  courriel: 'rh@x.example',
  reference: 'BC-12',
}

describe('Un avis d’absence', () => {
  it('réunit par destinataire ce qui ne lui a pas été dit, et rien d’autre', () => {
    const [un, deux, autre] = [absence(1), absence(2), absence(1, 'i2')]
    const financeur: Destinataire = { ...employeur, genre: 'avis-financeur', entreprise: 'e2', nom: 'OPCO' }
    const avis = preparerAvis(
      [un, deux, autre],
      [employeur, employeur, financeur],
      new Set([`avis-employeur ${cleAvis('e1', un)}`]),
    )
    expect(avis.map((x) => [x.nom, x.absences])).toEqual([
      ['Hôtel Aubrac', [deux]],
      ['OPCO', [un, deux]],
    ])
    expect(preparerAvis([autre], [employeur], new Set())).toEqual([])
  })
  it('dit qui et quand, jamais pourquoi', () => {
    const [avis] = preparerAvis([absence(2), absence(1)], [employeur], new Set())
    if (!avis) throw new Error('rien')
    const { texte, objet } = ecrireAvis(avis, { intitule: 'Anglais', numero: 'S-2026-001' }, 'Langue & Lien')
    expect(objet).toContain('Anglais')
    expect(texte.indexOf('1er\u00a0mars')).toBeLessThan(texte.indexOf('2\u00a0mars'))
    expect(texte).toContain('BC-12')
    expect(texte).not.toMatch(/malad|santé|justificat|médic/i)
  })
})
