import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { asGenreAvis, type Choix, type LigneDAvis } from '../domain/avis.ts'
import { type AccesDuMembre, type AvisVoulu, encorePermise, rolesEtEnseignes } from './avis.ts'

export const garderChoix = async (
  tx: TenantTx,
  compte: PersonneId,
  choix: Choix,
  /** Ceux que la page montre. */
  enPage: ReadonlySet<string>,
  le: Date,
): Promise<void> => {
  for (const [genre, quand] of Object.entries(choix))
    await sql`insert into etapes.cadence (compte_id, genre, quand, choisi_le, en_page)
      values (${compte}::uuid, ${genre}, ${quand}, ${le}, ${enPage.has(genre)})
      on conflict (organisme_id, compte_id, genre) do update set quand = excluded.quand, choisi_le = excluded.choisi_le,
        en_page = excluded.en_page`.execute(tx)
}

const phraseDe = (texte: string) => texte.slice(0, 600)

/** Garde pour le prochain résumé. Faux : c’était déjà fait, ou déjà dit. */
export const differer = async (tx: TenantTx, n: AvisVoulu): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.avis (compte_id, genre, cle, phrase, href, cree_le, roles, enseignes)
    values (${n.a.compte}::uuid, ${n.genre}, ${n.cle.slice(0, 200)}, ${phraseDe(n.phrase)}, ${n.href}, ${n.le}, ${rolesEtEnseignes(n.a)})
    on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Note ce que l’on dit aussitôt. Faux : cela fut déjà dit à cette personne, ne l’écrivez pas deux fois. */
export const dire = async (tx: TenantTx, n: AvisVoulu): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.avis as x (compte_id, genre, cle, phrase, href, cree_le, dit_le, roles, enseignes)
    values (${n.a.compte}::uuid, ${n.genre}, ${n.cle.slice(0, 200)}, ${phraseDe(n.phrase)}, ${n.href}, ${n.le}, ${n.le}, ${rolesEtEnseignes(n.a)})
    on conflict (organisme_id, compte_id, genre, cle) do update set dit_le = excluded.dit_le where x.dit_le is null`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

/** Ce qui attend le résumé de cette personne et qu’elle peut encore lire, marqué dit : à lire dans la transaction qui l’envoie. */
export const prendreDiffere = async (
  tx: TenantTx,
  m: AccesDuMembre,
  le: Date,
): Promise<readonly LigneDAvis[]> =>
  (
    await sql<{
      genre: string
      phrase: string
      href: string
      cree: Date
      permise: boolean
    }>`update etapes.avis a set dit_le = ${le}
      where a.organisme_id = (select app.organisme()) and a.compte_id = ${m.compte}::uuid and a.dit_le is null
      returning a.genre, a.phrase, a.href, a.cree_le as cree, ${encorePermise('a', m)} as permise`.execute(tx)
  ).rows
    .filter((r) => r.permise)
    .toSorted((a, b) => a.cree.getTime() - b.cree.getTime())
    .flatMap(({ genre, phrase, href }) => {
      const connu = asGenreAvis(genre)
      return connu ? [{ genre: connu, phrase, href }] : []
    })

/** Prend le résumé de ce jour ; faux : il est déjà fait. La clé primaire est l’arbitre entre deux tournées. */
export const prendreResume = async (
  tx: TenantTx,
  compte: PersonneId,
  jour: DateCivile,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into etapes.resume (compte_id, jour, lignes, le)
    values (${compte}::uuid, ${jour}::date, 0, ${le}) on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Combien de choses il a dites. */
export const compterResume = async (
  tx: TenantTx,
  compte: PersonneId,
  jour: DateCivile,
  lignes: number,
): Promise<void> => {
  await sql`update etapes.resume set lignes = ${lignes}::int4
    where organisme_id = (select app.organisme()) and compte_id = ${compte}::uuid and jour = ${jour}::date`.execute(
    tx,
  )
}

/** Ce qui fut dit il y a trois mois ne sert plus à ne pas le redire. */
export const oublierLesAnciens = async (tx: TenantTx, avant: Date): Promise<void> => {
  await sql`delete from etapes.avis where organisme_id = (select app.organisme()) and dit_le < ${avant}`.execute(
    tx,
  )
}
