import { describe, expect, it } from 'vitest'
import { dateCivile } from '#kernel/dates.ts'
import { bilan, lignesDe, lu, unCas } from '../test/dossiers.ts'
import type { Epreuves } from '../test/epreuve.ts'
import { epreuvesArgent } from '../test/epreuves-argent.ts'
import { epreuvesPedagogie } from '../test/epreuves-pedagogie.ts'
import { arrondirHeures } from './arrondir-heures.ts'
import { calculerBpf } from './composer.ts'
import { controler } from './controles/controler.ts'
import { formulaires } from './formulaire.ts'
import { enJson } from './lignes.ts'
import { doutes, lecturesAu } from './parametres.ts'
import { type RegleId, regles } from './regles.ts'
import { ligneF1, nsfProposee, type Situation, statutDe } from './stagiaires.ts'

const epreuves: Epreuves<RegleId> = { ...epreuvesPedagogie, ...epreuvesArgent }

describe('les règles de comptage', () => {
  it('sont vingt-cinq, chacune nommée, sourcée et marquée', () => {
    expect(Object.keys(regles)).toEqual(Array.from({ length: 25 }, (_, i) => `R${i + 1}`))
    for (const r of Object.values(regles)) {
      expect(r.marques.length).toBeGreaterThan(0)
      expect(`${r.titre}${r.enonce}${r.source}`).not.toMatch(/undefined|TODO/)
    }
  })
  it.each(
    (Object.keys(regles) as RegleId[]).flatMap((id) => epreuves[id].map((e, i) => [id, i + 1, e] as const)),
  )(
    '%s, épreuve %i : le moteur la suit, et une règle fausse se verrait',
    (_, _rang, { cas, lire, juste, faux, lectures }) => {
      expect(juste).not.toEqual(faux)
      expect(lire(lignesDe(cas, lectures))).toEqual(juste)
    },
  )
  it('R25 : trois fois une heure et demie font cinq heures, et non six', () => {
    const b = bilan(epreuves.R25[0].cas)
    const l = enJson(arrondirHeures(b.lignes, b.lectures))
    expect([l.F1.a.h, l.F1.b.h, l.F1.e.h, l.F1.total.h, l.F3.d.h, l.F4.total.h]).toEqual([2, 2, 1, 5, 5, 5])
    const autre = enJson(arrondirHeures(b.lignes, { heuresDeF: 'chaque-case' }))
    expect([autre.F1.a.h, autre.F1.total.h, autre.F3.total.h]).toEqual([2, 6, 5])
  })
  it('R20 : ce qui reste à affecter bloque la validation', () => {
    const b = bilan(epreuves.R20[0].cas)
    const aujourdhui = dateCivile('2026-11-24')
    if (!aujourdhui) throw new Error('date')
    expect(controler(b, { aujourdhui }).find((c) => c.id === 'V27')).toMatchObject({
      ok: false,
      niveau: 'bloquant',
    })
  })
})

describe('le statut d’une personne, à la date de l’action (R8)', () => {
  const rien: Situation = {
    apprenti: false,
    aSesFrais: false,
    rechercheEmploi: false,
    salariePrive: false,
    autre: 'agent_public',
  }
  it.each<[string, Partial<Situation>, 'c' | 'd', string, string]>([
    ['l’apprenti d’abord', { apprenti: true, salariePrive: true, aSesFrais: true }, 'd', 'apprenti', 'b'],
    ['puis qui paie tout', { aSesFrais: true, salariePrive: true }, 'd', 'particulier', 'd'],
    [
      'chômeur à ses frais, lecture proposée',
      { aSesFrais: true, rechercheEmploi: true },
      'd',
      'particulier',
      'd',
    ],
    [
      'chômeur à ses frais, autre lecture',
      { aSesFrais: true, rechercheEmploi: true },
      'c',
      'recherche_emploi',
      'c',
    ],
    ['en recherche d’emploi', { rechercheEmploi: true }, 'd', 'recherche_emploi', 'c'],
    ['salarié de droit privé', { salariePrive: true }, 'd', 'salarie_prive', 'a'],
    ['agent public', {}, 'd', 'agent_public', 'e'],
  ])('%s', (_, s, chomeurASesFrais, statut, lettre) => {
    const lu = statutDe({ ...rien, ...s }, { chomeurASesFrais })
    expect([lu, ligneF1(lu)]).toEqual([statut, lettre])
  })
  it('un bilan propose la spécialité d’usage, une autre action aucune', () =>
    expect([nsfProposee('e', '415'), nsfProposee('d', '415')]).toEqual(['415', undefined]))
})

describe('les règles douteuses', () => {
  it('ont chacune sa question, et au moins une valeur sourcée', () => {
    for (const d of Object.values(doutes)) {
      expect(d.question).toMatch(/\?$/)
      for (const v of d.valeurs)
        expect([dateCivile(v.depuis) !== undefined, v.source.length > 0]).toEqual([true, true])
    }
  })
  it('ont une valeur à toute date', () => {
    for (const t of ['1900-01-01', '2023-12-31', '2199-12-31']) {
      const jour = dateCivile(t)
      if (!jour) throw new Error(t)
      expect(Object.values(lecturesAu(jour))).not.toContain(undefined)
    }
  })
  it.each([
    ['2022-12-31', '10443*16'],
    ['2023-01-01', '10443*17'],
    ['2025-09-01', '10443*17'],
  ])('un exercice ouvert le %s relève de %s, sauf si le dossier en nomme une autre', (debut, version) => {
    const dossier = lu(unCas({ exercice: { debut, fin: '2026-08-31' } }))
    expect(calculerBpf({ ...dossier, cerfa: undefined }).version).toBe(version)
    expect(calculerBpf(dossier).version).toBe('10443*17')
  })
  it('les deux versions ont les mêmes lignes, sauf la distance, 2d et 7', () => {
    const libelles = (v: '10443*16' | '10443*17') =>
      new Map(formulaires[v].cadres.flatMap((c) => c.lignes.map((l) => [l.id, l.libelle] as const)))
    const [seize, dixSept] = [libelles('10443*16'), libelles('10443*17')]
    const differents = [...new Set([...seize.keys(), ...dixSept.keys()])].filter(
      (id) => seize.get(id) !== dixSept.get(id),
    )
    expect(differents.toSorted()).toEqual(['B.distance', 'C.2d', 'C.7', 'F1.distance'])
  })
})
