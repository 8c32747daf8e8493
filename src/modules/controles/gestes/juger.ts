/** Répondre d’un constat : l’accepter avec un motif, ou revenir sur son acceptation. */
import type { Id } from '#kernel/id.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterJugement } from '../db/constats.ecritures.ts'
import { verrouillerSession } from '../db/constats.ts'
import { type ConstatJuge, type Jugement, juger, type RefusJugement } from '../domain/juger.ts'
import { empreinteDePhrase, garderReleve, type ReleveJuge, releverSession } from './relever.ts'

export type AJuger = { readonly r: ReleveJuge; readonly constat: ConstatJuge }

/**
 * Le constat d’aujourd’hui que désignent une règle et une clé venues de l’adresse. `verrouiller` : deux personnes qui jugent le même
 * constat se suivent, et une facture qui part attend, ou fait attendre.
 */
export const constatAJuger = async (
  tx: TenantTx,
  session: SessionLue['id'],
  vise: { readonly regle: string | undefined; readonly cle: string | undefined },
  le: Date,
  { verrouiller = false } = {},
): Promise<AJuger | undefined> => {
  if (verrouiller) await verrouillerSession(tx, session)
  const r = await releverSession(tx, session, le)
  const constat = r?.constats.find((x) => x.regle === vise.regle && x.cle === vise.cle)
  return r && constat ? { r, constat } : undefined
}

/** Rend la décision : un constat ouvert s’accepte, un constat accepté se rouvre. Un double envoi n’écrit qu’une fois. */
export const jugerConstat = async (
  tx: TenantTx,
  { r, constat }: AJuger,
  j: { readonly id: Id<'Jugement'>; readonly motif: string; readonly parNom: string },
  le: Date,
): Promise<Result<Jugement['decision'], RefusJugement>> => {
  const { id: session, activite } = r.session
  const decision = constat.jugement ? 'rouvert' : 'accepte'
  const fait = juger(constat, decision, j.motif)
  if (!fait.ok) return fait
  const neuf = await ajouterJugement(tx, {
    id: j.id,
    activite,
    session,
    regle: constat.regle,
    cle: constat.cle,
    empreinte: empreinteDePhrase(constat.phrase),
    decision,
    motif: fait.value.motif,
    le,
    parNom: j.parNom,
  })
  if (neuf) {
    await garderReleve(tx, r, le)
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'controles',
      geste: decision === 'accepte' ? 'accepter-constat' : 'rouvrir-constat',
      objet: { genre: 'session', id: session },
      phrase: `Un constat de {session:${session}} (${constat.titre.toLowerCase()}) est ${decision === 'accepte' ? 'accepté' : 'rouvert'}.`,
      details: { regle: constat.regle },
    })
  }
  return ok(decision)
}
