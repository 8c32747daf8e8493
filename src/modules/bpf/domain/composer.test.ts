import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lu } from '../test/dossiers.ts'
import { unCasGenere } from '../test/generer.ts'
import { composerBpf } from './composer.ts'
import { etablirFaits } from './faits.ts'
import { versionPour } from './formulaire.ts'
import { ecrire, sommer } from './fraction.ts'
import { enJson } from './lignes.ts'
import { lecturesAu } from './parametres.ts'
import type { PartSuivie } from './part-suivie.ts'
import { type SommeInscription, type Sommes, sommerDossier } from './sommes.ts'

const sorteDe = ({ confiee, honoraires, asynchrone, cotraitee }: PartSuivie) =>
  JSON.stringify([confiee, honoraires, asynchrone, cotraitee])

/** Ce que la base en fait : qui n’a suivi qu’une sorte de séances, et dont le statut est dit, se compte avec ses pareils. */
const ensemble = (inscriptions: readonly SommeInscription[]): SommeInscription[] => {
  const cle = (i: SommeInscription) => {
    const [sorte, ...autres] = new Set(i.parts.map(sorteDe))
    return sorte === undefined || autres.length > 0 || i.statut === null
      ? `${i.action} ${i.personne}`
      : JSON.stringify([i.action, i.role, i.statut, i.modalite, i.objectif, i.nsf, sorte])
  }
  return [...Map.groupBy(inscriptions, cle).values()].flatMap((pareilles) => {
    const [premiere, ...suite] = pareilles
    const [part] = premiere?.parts ?? []
    if (!premiere || !part || suite.length === 0) return pareilles
    const heures = sommer(pareilles.flatMap((i) => i.parts.map((p) => p.heures)))
    const { seance: _, ...sorte } = part
    return [{ ...premiere, personne: '', nombre: pareilles.length, parts: [{ ...sorte, heures }] }]
  })
}

/** Qui anime seul se compte d’une action à l’autre. */
const animees = (s: Sommes): Sommes['interventions'] =>
  s.interventions.map((i) => (i.animateurs === 1 && i.statut !== null ? { ...i, action: '', seance: '' } : i))

it('compter ensemble les personnes que rien ne distingue, et les actions que l’on anime seul, ne change aucun chiffre', () => {
  fc.assert(
    fc.property(unCasGenere, fc.boolean(), (cas, honorairesEnF2) => {
      const dossier = lu(cas)
      const sommes = sommerDossier(dossier)
      const lectures = { ...lecturesAu(dossier.exercice.fin), honorairesEnF2 }
      const dit = (s: Sommes) => {
        const { lignes, cases, faits } = composerBpf(
          etablirFaits(s, lectures),
          versionPour(dossier.exercice),
          lectures,
        )
        return {
          lignes: enJson(lignes),
          cases: new Map([...cases.values()].map((c) => [c.id, [ecrire(c.exact), c.nombre]])),
          manques: faits.manques,
          distance: faits.distance,
          coanimees: ecrire(faits.coanimees),
          asynchrones: ecrire(sommer(faits.inscriptions.map((i) => i.heures.asynchrones))),
        }
      }
      expect(
        dit({ ...sommes, inscriptions: ensemble(sommes.inscriptions), interventions: animees(sommes) }),
      ).toEqual(dit(sommes))
    }),
  )
})
