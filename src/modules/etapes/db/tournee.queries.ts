/** Ce que la tournée relit avant d’agir : où il reste quelque chose à remettre, à rappeler, à reprendre. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Zone } from '#kernel/zones.ts'
import { etatsAConduire, etatsQuiInscrivent, jourTenu, type SessionId } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type SessionAConduire = {
  readonly id: SessionId
  readonly debut: DateCivile
  readonly fin: DateCivile
  readonly zone: Zone
}

/** Les sessions vivantes dont les dates touchent la fenêtre, et le premier et le dernier jour de ce qui s’en tient ; `armees` : celles qui ont un armement à elles, et elles seules. */
export const sessionsAConduire = async (
  tx: TenantTx,
  du: DateCivile,
  au: DateCivile,
  { armees }: { readonly armees: boolean },
): Promise<SessionAConduire[]> =>
  (
    await sql<SessionAConduire>`select s.id, ${jourTenu('s', 'debut')}::text as debut, ${jourTenu('s', 'fin')}::text as fin, s.zone from sessions.session s
    where s.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsAConduire)} and s.reprise_id is null
      and s.premier_jour <= ${au}::date and s.dernier_jour >= ${du}::date
      and (${!armees} or exists (select from etapes.armement a where a.organisme_id = s.organisme_id and a.session_id = s.id and a.desarme_le is null))
    order by s.premier_jour, s.id limit 2000`.execute(tx)
  ).rows

/** Combien d’inscrits n’ont encore ni informations, ni convocation : nul, il n’y a rien à remettre. */
export const resteARemettre = async (
  tx: TenantTx,
  session: SessionId,
): Promise<{ readonly information: number; readonly convocation: number }> => {
  const { rows } = await sql<{ information: number; convocation: number }>`select
      count(*) filter (where p.courriel is not null and not exists (select from documents.demande d
        join documents.piece q on q.organisme_id = d.organisme_id and q.id = d.piece_id and q.genre = 'information-stagiaire'
        where d.organisme_id = i.organisme_id and d.objet_id = i.id))::int4 as information,
      count(*) filter (where not exists (select from documents.piece q
        where q.organisme_id = i.organisme_id and q.objet_id = i.id and q.genre = 'convocation'))::int4 as convocation
    from inscriptions.inscription i join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid and i.close_le is null`.execute(
    tx,
  )
  return rows[0] ?? { information: 0, convocation: 0 }
}

export type DemandeARappeler = {
  readonly session: SessionId
  readonly demande: string
  readonly code: 'information' | 'convocation'
  readonly personne: string
  readonly envois: number
  readonly creeeLe: Date
  readonly envoyeeLe: Date | null
  /** Son premier envoi a été retenu par un arrêt. */
  readonly retenue: boolean
}

/** Les remises de ces sessions dont personne n’a accusé réception : d’une seule lecture pour tout l’organisme. */
export const remisesSansAccuse = async (
  tx: TenantTx,
  sessions: readonly SessionId[],
): Promise<DemandeARappeler[]> =>
  sessions.length === 0
    ? []
    : (
        await sql<DemandeARappeler>`select i.session_id as session, d.id as demande, case p.genre when 'convocation' then 'convocation' else 'information' end as code,
      i.personne_id as personne, d.envois, d.creee_le as "creeeLe", d.envoyee_le as "envoyeeLe",
      d.envois = 0 and exists (select from etapes.envoi x where x.organisme_id = d.organisme_id and x.message = d.id::text || '-1'
        and x.etat = 'retenu' and x.raison = 'arret') as retenue
    from inscriptions.inscription i
      join documents.demande d on d.organisme_id = i.organisme_id and d.objet_id = i.id and d.acte = 'accuse' and d.retiree_le is null and d.refusee_le is null
      join documents.piece p on p.organisme_id = d.organisme_id and p.id = d.piece_id and p.genre in ('information-stagiaire', 'convocation')
    where i.organisme_id = (select app.organisme()) and i.session_id = any (${`{${sessions.join(',')}}`}::uuid[]) and i.close_le is null
      and not exists (select from documents.signature s where s.organisme_id = d.organisme_id and s.demande_id = d.id)
      -- Accusée sur papier : les informations sur leur remise, une convocation par son scan.
      and not (d.objet_genre = 'inscription' and exists (select from inscriptions.remise r
        where r.organisme_id = d.organisme_id and r.inscription_id = d.objet_id and r.piece_id = d.piece_id and r.accuse_le is not null))
      and not (d.objet_genre <> 'inscription' and exists (select from documents.signature s
        where s.organisme_id = d.organisme_id and s.scan is not null and s.piece_id = d.piece_id and s.acte = 'accuse'))
    order by d.creee_le, d.id`.execute(tx)
      ).rows

export type Empechement = { readonly code: string; readonly phrase: string; readonly depuis: Date }

export const empechementsDe = async (tx: TenantTx, session: string): Promise<Empechement[]> =>
  (
    await sql<Empechement>`select code, phrase, depuis from etapes.empechement
      where organisme_id = (select app.organisme()) and session_id = ${session}::uuid order by depuis`.execute(
      tx,
    )
  ).rows

export type SessionEmpechee = {
  readonly session: string
  readonly intitule: string
  readonly code: string
  readonly phrase: string
}

export const empechementsEnCours = async (tx: TenantTx): Promise<SessionEmpechee[]> =>
  (
    await sql<SessionEmpechee>`select e.session_id as session, s.intitule, e.code, e.phrase
    from etapes.empechement e join sessions.session s on s.organisme_id = e.organisme_id and s.id = e.session_id
    where e.organisme_id = (select app.organisme()) and s.etat in ${cesMots(etatsQuiInscrivent)} order by e.depuis limit 20`.execute(
      tx,
    )
  ).rows

/** Les réclamations des deux dernières semaines qui n’ont pas encore de suite. */
export const reclamationsNeuves = async (
  tx: TenantTx,
  depuis: Date,
): Promise<
  readonly { readonly id: string; readonly session: string | null; readonly intitule: string | null }[]
> =>
  (
    await sql<{
      id: string
      session: string | null
      intitule: string | null
    }>`select a.id, a.session_id as session, s.intitule
    from qualite.affaire a left join sessions.session s on s.organisme_id = a.organisme_id and s.id = a.session_id
    where a.organisme_id = (select app.organisme()) and a.genre = 'reclamation' and a.inscrit_le >= ${depuis}
      and not exists (select from qualite.suite x where x.organisme_id = a.organisme_id and x.affaire_id = a.id)
    order by a.inscrit_le, a.id limit 50`.execute(tx)
  ).rows
