import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { composee, type TenantTx } from '#platform/db/index.ts'
import type { GenreAvis } from '../domain/avis.ts'

export type AvisLu = {
  readonly genre: GenreAvis
  readonly calendrier: string
  readonly texte: string
  readonly le: Date
  readonly par: PersonneId | null
  /** Combien de personnes l’ont reçu. */
  readonly envois: number
}

/** Les avis aux stagiaires et aux clients d’une session, le dernier d’abord : un par envoi, quel que soit le nombre de personnes. */
export const listerAvis = async (tx: TenantTx, session: SessionId): Promise<AvisLu[]> =>
  (
    await sql<AvisLu>`select genre, calendrier, texte, envoye_le as le, par, count(*)::int4 as envois
      from inscriptions.avis where session_id = ${session}::uuid and personne_id is null
      group by genre, calendrier, texte, envoye_le, par order by envoye_le desc limit 50`.execute(tx)
  ).rows

/** Ce que chaque intervenante, chaque intervenant a appris de cette session, le plus récent d’abord. */
export const avisAuxIntervenants = async (tx: TenantTx, session: SessionId): Promise<AvisDUne[]> =>
  (await avisDesUns(tx, session)).rows

type AvisDUne = {
  readonly personne: string
  readonly nom: string
  readonly genre: GenreAvis
  readonly le: Date
}
const avisDesUns = composee(
  (
    session: SessionId,
  ) => sql<AvisDUne>`select a.personne_id as personne, concat_ws(' ', p.prenom, p.nom) as nom, a.genre, a.envoye_le as le
      from inscriptions.avis a join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
      where a.session_id = ${session}::uuid and a.personne_id is not null order by a.envoye_le desc limit 200`,
)

/** L’instant du premier papier parti pour cette session, remplacé depuis ou non ; rien : elle se prépare encore. */
export const premierPapier = async (tx: TenantTx, session: SessionId): Promise<Date | undefined> =>
  (await premierDe(tx, session)).rows[0]?.le ?? undefined

const premierDe = composee(
  (session: SessionId) => sql<{ le: Date | null }>`select min(p.emise_le) as le from documents.piece p
      where p.genre <> 'devis' and p.objet_id in (
        select i.id from inscriptions.inscription i where i.session_id = ${session}::uuid
        union all select d.id from inscriptions.dossier d where d.session_id = ${session}::uuid)`,
)

/** Où joindre ces fiches : la leur, sinon le compte qui s’y rattache. */
export const joindreIntervenants = async (
  tx: TenantTx,
  personnes: readonly string[],
): Promise<
  {
    readonly personne: string
    readonly nom: string
    readonly courriel: string | null
    readonly telephone: string | null
  }[]
> => {
  if (personnes.length === 0) return []
  const { rows } = await sql<{
    personne: string
    nom: string
    courriel: string | null
    telephone: string | null
    compte: string | null
  }>`select p.id as personne, concat_ws(' ', p.prenom, p.nom) as nom, p.courriel, p.telephone, v.compte_id as compte
    from tiers.personne p left join tiers.intervenant v on v.organisme_id = p.organisme_id and v.personne_id = p.id
    where p.id = any (${`{${personnes.join(',')}}`}::uuid[]) order by p.pli, p.id`.execute(tx)
  const comptes = rows.some((r) => r.courriel === null && r.compte) ? await adhesions(tx) : []
  return rows.map(({ compte, ...r }) => ({
    ...r,
    courriel: r.courriel ?? comptes.find((a) => a.compte === compte && a.au === null)?.courriel ?? null,
  }))
}

export const telephonesDe = async (
  tx: TenantTx,
  personnes: readonly string[],
): Promise<ReadonlyMap<string, string | null>> =>
  personnes.length === 0
    ? new Map()
    : new Map(
        (
          await sql<{ id: string; telephone: string | null }>`select id, telephone from tiers.personne
            where id = any (${`{${personnes.join(',')}}`}::uuid[])`.execute(tx)
        ).rows.map((r) => [r.id, r.telephone]),
      )

/** Les inscriptions qui ont reçu le dernier avis (`le`), par courriel ou de vive voix. */
export const inscriptionsAvisees = async (
  tx: TenantTx,
  session: SessionId,
  depuis: Date,
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{ id: string }>`select inscription_id as id from inscriptions.avis
        where session_id = ${session}::uuid and inscription_id is not null and envoye_le >= ${depuis}`.execute(
        tx,
      )
    ).rows.map((r) => r.id),
  )

/** Un avis ou un papier est parti de cette session depuis cet instant, compris. */
export const partiDepuis = async (tx: TenantTx, session: SessionId, depuis: Date): Promise<boolean> =>
  (
    await sql<{
      parti: boolean
    }>`select exists (select from inscriptions.avis a where a.session_id = ${session}::uuid
        and a.envoye_le >= ${depuis}) or exists (select from documents.piece p
        where p.organisme_id = (select app.organisme()) and p.emise_le >= ${depuis} and p.objet_id in (
          select i.id from inscriptions.inscription i where i.session_id = ${session}::uuid
          union all select d.id from inscriptions.dossier d where d.session_id = ${session}::uuid)) as parti`.execute(
      tx,
    )
  ).rows[0]?.parti ?? true
