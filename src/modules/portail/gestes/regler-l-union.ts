/** Ce que l’Union règle pour son site : ses mentions légales, et qui reçoit les messages de chaque département. */
import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { type MentionsLues, tenirDelegue, tenirMentions } from '../db/contacts.ts'

export const garderLesMentions = async (tx: TenantTx, m: MentionsLues, le: Date): Promise<void> => {
  await tenirMentions(tx, m, le)
}

/** `dits` : les départements tels qu’ils sont écrits ; `lus`, ceux qu’on y reconnaît. `parti` : cette personne ne reçoit plus rien. */
export const garderUnDelegue = async (
  tx: TenantTx,
  d: {
    readonly id: Id<'Delegue'>
    readonly nom: string
    readonly courriel: string
    readonly dits: string
    readonly lus: readonly string[]
    readonly parti: boolean
  },
  le: Date,
): Promise<Result<void, Refus>> => {
  if (d.dits !== '' && d.lus.length === 0)
    return refuser('departements', 'Aucun département n’est reconnu : écrivez leurs numéros.')
  await tenirDelegue(
    tx,
    { id: d.id, nom: uneLigne(d.nom), courriel: d.courriel, departements: d.lus, parti: d.parti },
    le,
  )
  return ok(undefined)
}
