import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type {
  Dispo,
  FicheId,
  FichePublique,
  FicheVue,
  LibresCeJour,
  MaFiche,
  Moment,
} from '../domain/vivier.ts'

/** Les fiches que l’on voit d’ici ; ou l’une d’elles. */
export const fichesDuVivier = async (tx: TenantTx, fiche: FicheId | null = null): Promise<FicheVue[]> =>
  (
    await sql<FicheVue>`select fiche, organisme, cooperative, nom, accroche, base, rayon, territoire, modalites, publics, langues, delai,
        preparation, journee, relue_le as "relueLe", competences, montre_libre as "montreLibre", contact, plancher::float8 as plancher, demande
      from porte.vivier_chercher(${fiche}::uuid)`.execute(tx)
  ).rows

/** Sans compte : rien, si la personne ne rend pas sa fiche publique, ou plus. */
export const lireFichePublique = async (tx: PublicTx, fiche: FicheId): Promise<FichePublique | undefined> =>
  (
    await sql<FichePublique>`select cooperative, nom, accroche, base, rayon, territoire, modalites, publics, langues, delai, preparation, journee,
        relue_le as "relueLe", competences
      from porte.vivier_publique(${fiche}::uuid)`.execute(tx)
  ).rows[0]

export const maFiche = async (tx: TenantTx): Promise<MaFiche | undefined> =>
  (
    await sql<MaFiche>`select fiche, nom, accroche, base, rayon, territoire, modalites, publics, langues, delai, preparation, journee,
        plancher::float8 as plancher, jamais, portee, choisies, relue_le as "relueLe", competences, accords, demandes
      from porte.vivier_mienne()`.execute(tx)
  ).rows[0]

export type DemiJournee = {
  readonly fiche: FicheId
  readonly jour: DateCivile
  readonly moment: Moment
  readonly etat: Dispo
}
/** Ce que la personne montre de ses demi-journées, dans l’ordre ; rien si elle ne l’accepte pas. Soixante-dix jours au plus. */
export const demiJourneesDe = async (
  tx: TenantTx,
  fiche: FicheId,
  du: DateCivile,
  au: DateCivile,
): Promise<DemiJournee[]> =>
  (
    await sql<DemiJournee>`select fiche, jour::text as jour, moment, etat
      from porte.vivier_occupe(${fiche}::uuid, ${du}::date, ${au}::date)`.execute(tx)
  ).rows

/** Qui est libre ce jour-là, parmi celles et ceux qui le montrent. */
export const libresLe = async (tx: TenantTx, jour: DateCivile): Promise<LibresCeJour> => {
  const { rows } = await sql<DemiJournee>`select fiche, jour::text as jour, moment, etat
    from porte.vivier_occupe(null::uuid, ${jour}::date, ${jour}::date)`.execute(tx)
  const libres = new Map<FicheId, Record<Moment, Dispo>>()
  for (const d of rows)
    libres.set(d.fiche, {
      ...(libres.get(d.fiche) ?? { matin: 'absence', apres: 'absence' }),
      [d.moment]: d.etat,
    })
  return libres
}
