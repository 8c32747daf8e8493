import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { NiveauF3, ObjectifF3 } from '../domain/classement.ts'
import { lireRubriques } from '../domain/contenu.ts'
import {
  type EtatOffre,
  estAdoptee,
  type ImportId,
  type Modalite,
  type Nature,
  type Offre,
  type OffreAdoptee,
  type OffreId,
  type VersionId,
} from '../domain/offre.ts'

type Ligne = {
  id: OffreId
  activite_id: ActiviteId
  etat: EtatOffre
  intitule: string
  objectif: string
  resultats: string
  contenu: string
  public_vise: string
  prerequis: string
  methodes: string
  evaluation: string
  acces: string
  accessibilite: string
  nature: Nature | null
  certifiante: boolean
  code_rncp: string | null
  codes_nsf: string[]
  codes_formacode: string[]
  codes_rome: string[]
  modalite: Modalite | null
  duree_minutes: number | null
  duree_texte: string
  prix_centimes: Montant | null
  pli: string
  import_id: ImportId | null
  numero_source: string | null
  origine_siret: string | null
  origine_nda: string | null
  origine_nom: string | null
  etrangere: boolean
  reprise_motif: string | null
  adoptee_le: Date | null
  adoptee_par: PersonneId | null
  cree_le: Date
  cree_par: PersonneId | null
  modifiee_le: Date
  rubriques: unknown
  objectif_f3: ObjectifF3 | null
  niveau_f3: NiveauF3 | null
  version_id: VersionId | null
  publiee_le: Date | null
}

/** La dernière version figée, et depuis quand une version est en ligne : deux accès par clé, par offre montrée. */
const colonnes = sql`o.id, o.activite_id, o.etat, o.intitule, o.objectif, o.resultats, o.contenu, o.public_vise, o.prerequis,
  o.methodes, o.evaluation, o.acces, o.accessibilite, o.nature, o.certifiante, o.code_rncp, o.codes_nsf,
  o.codes_formacode, o.codes_rome, o.modalite, o.duree_minutes, o.duree_texte, o.prix_centimes, o.pli,
  o.import_id, o.numero_source, o.origine_siret, o.origine_nda, o.origine_nom, o.etrangere,
  o.reprise_motif, o.adoptee_le, o.adoptee_par, o.cree_le, o.cree_par, o.modifiee_le, o.rubriques,
  o.objectif_f3, o.niveau_f3,
  (select v.id from catalogue.version v
    where v.organisme_id = o.organisme_id and v.offre_id = o.id order by v.numero desc limit 1) as version_id,
  (select f.publiee_le from catalogue.fiche f
    where f.organisme_id = o.organisme_id and f.offre_id = o.id and f.retiree_le is null) as publiee_le`

const enOffre = (l: Ligne): Offre & { readonly pli: string } => ({
  ...lireRubriques(l.rubriques),
  id: l.id,
  activite: l.activite_id,
  etat: l.etat,
  intitule: l.intitule,
  objectif: l.objectif,
  resultats: l.resultats,
  contenu: l.contenu,
  publicVise: l.public_vise,
  prerequis: l.prerequis,
  methodes: l.methodes,
  evaluation: l.evaluation,
  acces: l.acces,
  accessibilite: l.accessibilite,
  nature: l.nature,
  certifiante: l.certifiante,
  certification: l.code_rncp,
  nsf: l.codes_nsf,
  formacodes: l.codes_formacode,
  rome: l.codes_rome,
  modalite: l.modalite,
  duree: l.duree_minutes,
  dureeTexte: l.duree_texte,
  prix: l.prix_centimes,
  f3: l.objectif_f3,
  niveauF3: l.niveau_f3,
  versionId: l.version_id,
  publieeLe: l.publiee_le,
  pli: l.pli,
  importId: l.import_id,
  numeroSource: l.numero_source,
  origine: { siret: l.origine_siret, nda: l.origine_nda, nom: l.origine_nom, etrangere: l.etrangere },
  repriseMotif: l.reprise_motif,
  adopteeLe: l.adoptee_le,
  adopteePar: l.adoptee_par,
  creeLe: l.cree_le,
  creePar: l.cree_par,
  modifieeLe: l.modifiee_le,
})

/** Le dernier signe d'Unicode : la borne haute d'un préfixe. */
const fin = '\u{10ffff}'

export type FiltreOffres = {
  /** Début de l'intitulé ; accents et casse indifférents. */
  readonly q?: string
  /** Absent : tout sauf les retirées. */
  readonly etat?: EtatOffre | undefined
  /** Seulement celles qui sont sur la page publique. */
  readonly publiee?: boolean
}
export type LigneOffre = Offre & { readonly pli: string }

/** Par intitulé. Rend une ligne de plus que `taille` s'il en reste (`cutPage`). */
export const listerOffres = async (
  tx: TenantTx,
  { q = '', etat, publiee = false }: FiltreOffres,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<LigneOffre[]> => {
  const pli = plier(q)
  const [pliCle, id] = [cle?.[0], cle?.[1]]
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.offre o
    where ${etat ? sql`o.etat = ${etat}` : sql`o.etat <> 'retiree'`}
      and ${
        publiee
          ? sql`exists (select from catalogue.fiche f where f.organisme_id = o.organisme_id and f.offre_id = o.id
              and f.retiree_le is null)`
          : sql`true`
      }
      and ${pli === '' ? sql`true` : sql`o.pli >= ${pli} and o.pli < ${pli + fin}`}
      and ${
        typeof pliCle === 'string' && typeof id === 'string'
          ? sql`(o.pli, o.id) ${sens === 'avant' ? sql`<` : sql`>`} (${pliCle}, ${id}::uuid)`
          : sql`true`
      }
    order by ${sens === 'avant' ? sql`o.pli desc, o.id desc` : sql`o.pli, o.id`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows.map(enOffre)
}

/** Vrai dès qu'une offre existe, retirée ou non : la liste vide apprend alors autre chose. */
export const aUneOffre = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ oui: boolean }>`select exists (select from catalogue.offre) as oui`.execute(tx)).rows[0]
    ?.oui === true

export const lireOffre = async (tx: TenantTx, id: OffreId): Promise<Offre | undefined> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.offre o where o.id = ${id}`.execute(tx)
  return rows[0] && enOffre(rows[0])
}

/** La dernière offre adoptée, à défaut la dernière écrite ici : la suivante en reprend ce qui ne change pas. */
export const derniereOffre = async (tx: TenantTx): Promise<Offre | undefined> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.offre o
    where o.etat <> 'retiree' and o.import_id is null 
    order by o.adoptee_le desc nulls last, o.modifiee_le desc, o.id desc limit 1`.execute(tx)
  return rows[0] && enOffre(rows[0])
}

/** L’offre, retenue jusqu'à la fin de la transaction : deux gestes sur une offre passent l'un après l'autre. */
export const retenirOffre = async (tx: TenantTx, id: OffreId): Promise<Offre | undefined> => {
  const { rows } =
    await sql<Ligne>`select ${colonnes} from catalogue.offre o where o.id = ${id} for no key update`.execute(
      tx,
    )
  return rows[0] && enOffre(rows[0])
}

/** Les offres que l'on peut planifier, par intitulé ; `activite` borne à une enseigne. */
export const listerOffresAdoptees = async (
  tx: TenantTx,
  { activite, limite = 500 }: { readonly activite?: ActiviteId; readonly limite?: number } = {},
): Promise<OffreAdoptee[]> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from catalogue.offre o where o.etat = 'adoptee'
      and ${activite ? sql`o.activite_id = ${activite}` : sql`true`}
    order by o.pli, o.id limit ${limite}`.execute(tx)
  return rows.map((l): Offre => enOffre(l)).filter(estAdoptee)
}
