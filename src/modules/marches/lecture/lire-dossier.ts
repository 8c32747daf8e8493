import { asId } from '#kernel/id.ts'
import { membresDuPole, mesPoles } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { signaturesDe } from '../db/convention.ts'
import { derniereConvention, lireGroupement, membresDuGroupement, necessitesDe } from '../db/groupements.ts'
import type { DossierLu } from '../domain/groupement.ts'

/** Un dossier et de quoi le juger ; rien pour qui n’y est pas entré. */
export const lireDossier = async (tx: TenantTx, texte: string): Promise<DossierLu | undefined> => {
  const id = asId<'Groupement'>(texte)
  const g = id && (await lireGroupement(tx, id))
  if (!g) return undefined
  const derniere = await derniereConvention(tx, g.id)
  const poles: string[][] = []
  for (const p of await mesPoles(tx))
    poles.push((await membresDuPole(tx, p.id)).filter((m) => m.etat === 'active').map((m) => m.nom))
  return {
    g,
    membres: await membresDuGroupement(tx, g.id),
    necessites: await necessitesDe(tx, g.id),
    convention: derniere?.convention ?? null,
    accords: derniere?.accords ?? [],
    signatures: derniere ? await signaturesDe(tx, g.id) : [],
    poles,
  }
}
