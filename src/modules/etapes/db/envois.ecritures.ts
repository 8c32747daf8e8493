import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Raison } from '../domain/raisons.ts'
import { type EtatEnvoi, etatDe, type Prise, type Vise } from './envois.ts'

/**
 * Prend le message pour l’envoyer, ou dit pourquoi non : déjà parti, refusé pour de bon, ou entre les mains d’un autre ouvrier.
 * Un envoi pris et jamais rendu (arrêt brutal) se reprend après cinq minutes, sous le même identifiant.
 */
export const prendre = async (
  tx: TenantTx,
  e: Vise & {
    readonly message: string
    readonly code: string
    readonly adresse: string
    readonly objet: string
    readonly seul: boolean
    readonly le: Date
  },
): Promise<Prise> => {
  const { rows } = await sql<{ message: string }>`insert into etapes.envoi as x
      (message, activite_id, code, session_id, inscription_id, personne_id, adresse, objet, seul, etat, pris_le, le)
    values (${e.message}, ${e.activite}::uuid, ${e.code}, ${e.session}::uuid, ${e.inscription}::uuid, ${e.personne}::uuid,
      ${e.adresse}, ${e.objet}, ${e.seul}, 'en-cours', clock_timestamp(), ${e.le})
    on conflict (organisme_id, message) do update set etat = 'en-cours', raison = null, refus = null, essais = x.essais + 1,
      pris_le = clock_timestamp(), le = ${e.le}
      where x.etat in ('attente', 'retenu') or (x.etat = 'en-cours' and x.pris_le < clock_timestamp() - interval '5 minutes')
    returning message`.execute(tx)
  if (rows.length > 0) return 'a-nous'
  const etat = await etatDe(tx, e.message)
  return etat === 'parti' ? 'parti' : etat === 'refuse' ? 'fini' : 'ailleurs'
}

/** Retenu : la ligne dit pourquoi, et rien n’est parti. Un message déjà parti le reste. */
export const retenir = async (
  tx: TenantTx,
  e: Parameters<typeof prendre>[1],
  raison: Raison,
): Promise<void> => {
  await sql`insert into etapes.envoi as x
      (message, activite_id, code, session_id, inscription_id, personne_id, adresse, objet, seul, etat, raison, pris_le, le)
    values (${e.message}, ${e.activite}::uuid, ${e.code}, ${e.session}::uuid, ${e.inscription}::uuid, ${e.personne}::uuid,
      ${e.adresse}, ${e.objet}, ${e.seul}, 'retenu', ${raison}, clock_timestamp(), ${e.le})
    on conflict (organisme_id, message) do update set etat = 'retenu', raison = ${raison}, le = ${e.le}
      where x.etat in ('attente', 'retenu')`.execute(tx)
}

export const finir = async (
  tx: TenantTx,
  message: string,
  fin:
    | { readonly etat: 'parti' }
    | { readonly etat: 'attente'; readonly refus: string }
    | { readonly etat: 'refuse'; readonly refus: string },
  le: Date,
): Promise<void> => {
  const refus = fin.etat === 'parti' ? null : fin.refus
  const raison = fin.etat === 'refuse' ? 'serveur' : null
  await sql`update etapes.envoi set etat = ${fin.etat}, refus = ${refus}, raison = ${raison}, le = ${le}
    where organisme_id = (select app.organisme()) and message = ${message} and etat = 'en-cours'`.execute(tx)
}

/** Parti, il est revenu. `deja` : on le savait ; `retenu` : il n’est pas parti, rien n’a pu revenir ; rien : aucun message d’ici n’est parti sous cet identifiant à cette adresse. */
export const rebondir = async (
  tx: TenantTx,
  message: string,
  adresse: string,
  refus: string,
  le: Date,
): Promise<
  | {
      readonly activite: ActiviteId
      readonly session: string | null
      readonly personne: string | null
      readonly adresse: string
      readonly sort: 'note' | 'deja' | 'retenu'
    }
  | undefined
> => {
  const { rows } = await sql<{
    activite: ActiviteId
    session: string | null
    personne: string | null
    adresse: string
    etat: EtatEnvoi
  }>`select activite_id as activite, session_id as session, personne_id as personne, adresse, etat from etapes.envoi
      where organisme_id = (select app.organisme()) and message = ${message} and lower(adresse) = lower(${adresse}) for update`.execute(
    tx,
  )
  const [e] = rows
  if (!e) return undefined
  if (e.etat !== 'parti') return { ...e, sort: e.etat === 'refuse' ? 'deja' : 'retenu' }
  await sql`update etapes.envoi set etat = 'refuse', raison = 'serveur', refus = ${refus}, le = ${le}
    where organisme_id = (select app.organisme()) and message = ${message}`.execute(tx)
  return { ...e, sort: 'note' }
}
