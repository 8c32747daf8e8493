import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import { resoudre, statutsDe, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Assistant, JourAnime } from '../domain/a-imprimer.ts'

type Affecte = {
  readonly personne: TiersId
  /** Son compte, s’il en a un : une personne a parfois une fiche par enseigne, et son statut sur une seule. */
  readonly compte: PersonneId | null
  readonly prenom: string
  readonly nom: string
  readonly jour: DateCivile
  readonly confieeA: string | null
}

/** Qui anime chaque jour qui se tient ; sans affectation, la fiche du compte que la session nomme. */
const affectes = async (tx: TenantTx, session: SessionLue): Promise<Affecte[]> =>
  (
    await sql<Affecte>`with s as (select id, jour from sessions.seance
        where organisme_id = (select app.organisme()) and session_id = ${session.id} and tenue),
      a as (select distinct a.personne_id as personne, a.compte_id as compte, s.jour, e.nom as confiee
        from s join sessions.affectation a on a.organisme_id = (select app.organisme()) and a.seance_id = s.id
          left join tiers.entreprise e on e.organisme_id = a.organisme_id and e.id = a.confiee_a_id),
      q as (select * from a union all
        select i.personne_id, i.compte_id, s.jour, null from tiers.intervenant i, (select distinct jour from s) s
          where i.organisme_id = (select app.organisme()) and i.compte_id = ${session.formateurId}::uuid and not exists (select from a))
      select q.personne, q.compte, p.prenom, p.nom, q.jour::text as jour, q.confiee as "confieeA"
        from q join tiers.personne p on p.organisme_id = (select app.organisme()) and p.id = q.personne
        order by p.nom, p.prenom, q.jour`.execute(tx)
  ).rows

const fichesDuCompte = async (tx: TenantTx, compte: PersonneId | null): Promise<TiersId[]> =>
  compte === null
    ? []
    : (
        await sql<{ personne: TiersId }>`select personne_id as personne from tiers.intervenant
          where organisme_id = (select app.organisme()) and compte_id = ${compte}::uuid order by cree_le, personne_id`.execute(
          tx,
        )
      ).rows.map((r) => r.personne)

/** Les statuts d’une personne, sa fiche d’abord (de deux réunies, la gardée), puis celles du même compte. */
const statutsDuFormateur = async (tx: TenantTx, { personne, compte }: Affecte) => {
  const siens = await fichesDuCompte(tx, compte)
  const racines = await resoudre(tx, [personne])
  const racine = racines.get(personne) ?? personne
  const lus: Awaited<ReturnType<typeof statutsDe>> = []
  for (const p of new Set([racine, personne, ...siens])) lus.push(...(await statutsDe(tx, p)))
  return lus.toSorted((a, b) => Number(b.personne === racine) - Number(a.personne === racine))
}

/** Chaque jour animé, avec le statut de qui l’anime ce jour-là. */
export const joursAnimes = async (tx: TenantTx, session: SessionLue): Promise<JourAnime[]> => {
  const jours = await affectes(tx, session)
  const statuts = new Map<TiersId, Awaited<ReturnType<typeof statutsDe>>>()
  for (const j of jours)
    if (!statuts.has(j.personne)) statuts.set(j.personne, await statutsDuFormateur(tx, j))
  return jours.map(({ jour, compte: _compte, ...j }) => {
    const s = statuts.get(j.personne)?.find((x) => x.du <= jour && (x.au === null || x.au >= jour))
    return { ...j, statut: s?.statut ?? null, chez: s?.nomEntreprise ?? null }
  })
}

/** Qui assiste à distance, et sous combien d’heures : noté à la session, quand l’offre ne le dit pas. */
export const assistantsDe = async (tx: TenantTx, session: SessionLue['id']): Promise<Assistant[]> =>
  (
    await sql<Assistant>`select intitule as qui, delai_heures as heures
      from porte.notes_a_distance(${session}::uuid) where genre = 'assistant'`.execute(tx)
  ).rows

/** Combien d’assistances et d’évaluations la session a notées, celles qu’on a annulées ôtées. */
export const notesADistance = async (
  tx: TenantTx,
  session: SessionLue['id'],
): Promise<{ readonly assistants: number; readonly evaluations: number }> =>
  (
    await sql<{ assistants: number; evaluations: number }>`select
        count(*) filter (where genre = 'assistant')::int4 as assistants,
        count(*) filter (where genre = 'evaluation')::int4 as evaluations
      from porte.notes_a_distance(${session}::uuid)`.execute(tx)
  ).rows[0] ?? { assistants: 0, evaluations: 0 }

/** Le greffe, réglé avec les factures : il figure sur tout papier de la société (C. com., art. R123-237). Vide : non immatriculée. */
export const greffe = async (tx: TenantTx): Promise<string> =>
  (await sql<{ rcs: string | null }>`select porte.greffe() as rcs`.execute(tx)).rows[0]?.rcs ?? ''
