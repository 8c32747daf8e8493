import { expect } from 'vitest'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { controler } from '../domain/controles/controler.ts'
import type { Exercice } from '../domain/dossier.ts'
import { ecrire, sommer } from '../domain/fraction.ts'
import { enJson } from '../domain/lignes.ts'
import { type BilanLu, lireBilan, lireBilanDetaille } from '../lecture/lire-bilan.ts'
import { manquesParEnseigne } from '../lecture/lire-manques.ts'
import { partsDesEnseignes } from '../lecture/parts.ts'

/** Tout ce qu’un bilan dit sans nommer personne. */
const dit = (lu: BilanLu) => {
  const enseignes = [...new Set([...lu.actions.values()].map((a) => a.activite))].toSorted()
  return {
    lignes: enJson(lu.bpf.lignes),
    cases: [...lu.bpf.cases.values()]
      .map((c) => [c.id, ecrire(c.exact), c.nombre] as const)
      .toSorted((a, b) => (a[0] < b[0] ? -1 : 1)),
    manques: lu.bpf.faits.manques,
    coanimees: ecrire(lu.bpf.faits.coanimees),
    asynchrones: ecrire(sommer(lu.bpf.faits.inscriptions.map((i) => i.heures.asynchrones))),
    controles: controler(lu.bpf, { aujourdhui: lu.exercice.fin, ...lu.contexte }),
    parts: partsDesEnseignes(
      lu,
      enseignes.map((id) => ({ id: id as ActiviteId, nom: id })),
    ).map((p) => [p.id, p.stagiaires, p.recus, ...[p.produits, p.heures, p.charges].map(ecrire)]),
    parEnseigne: [...manquesParEnseigne(lu)].toSorted(),
    actions: [...lu.actions],
  }
}

/** Les chiffres d’un bilan, et son détail, qui doivent dire la même chose : rend les chiffres. */
export const lireLesDeux = async (tx: TenantTx, exercice: Exercice): Promise<BilanLu> => {
  const lu = await lireBilan(tx, exercice)
  expect(dit(lu)).toEqual(dit(await lireBilanDetaille(tx, exercice)))
  return lu
}
