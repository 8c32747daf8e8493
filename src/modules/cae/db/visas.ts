import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { engage, genresQui, nomDuGenre, type PieceId } from '#modules/documents/index.ts'
import type { ProjetId } from '#modules/facturation/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PorteeDePlafond } from '../domain/plafonds.ts'

/** L’organisme de la transaction est-il une coopérative d’activité et d’emploi ? */
export const estUneCae = async (tx: TenantTx): Promise<boolean> => {
  const { rows } = await sql<{
    cae: boolean
  }>`select cae from organisme.organisme where organisme_id = (select app.organisme())`.execute(tx)
  return rows[0]?.cae === true
}

/** Ce qui a été décidé d’une pièce qui engage, le second visa compris ; sans ligne, rien n’en est dit. */
export type VisaLu = {
  readonly piece: PieceId
  readonly decision: 'accorde' | 'refuse' | null
  readonly motif: string | null
  readonly conditions: string
  readonly vaut: boolean
}

/** Les visas de ces pièces, pour celles qui engagent ; rien hors d’une CAE. */
export const lireVisas = async (tx: TenantTx, pieces: readonly PieceId[]): Promise<readonly VisaLu[]> => {
  if (pieces.length === 0 || !(await estUneCae(tx))) return []
  const { rows } = await sql<VisaLu & { genre: string }>`
      select p.id as piece, p.genre, case when s.id is null then v.decision else 'refuse' end as decision,
        case when s.id is null then v.motif else s.note end as motif, coalesce(v.conditions, '') as conditions, porte.piece_visee(p.id) as vaut from documents.piece p
        left join cae.visa v on v.organisme_id = p.organisme_id and v.piece_id = p.id
        left join cae.suite_de_visa s on s.organisme_id = v.organisme_id and s.piece_id = v.piece_id and s.genre = 'refus'
       where p.organisme_id = (select app.organisme()) and p.id = any (array[${sql.join(pieces)}]::uuid[])`.execute(
    tx,
  )
  return rows.filter((r) => engage(r.genre))
}

/** Ce qui attend un visa : une pièce émise qui engage, le projet d’une facture, d’un acompte, d’un avoir ; ou un objet, qui engage sans pièce émise ici. */
export type PieceAViser = {
  readonly id: PieceId
  readonly sorte: 'piece' | 'facture' | 'objet'
  /** Du projet d’une facture : sa version, celle que l’on vise. */
  readonly version: number | null
  /** Rien : l’objet est de toute la coopérative. */
  readonly activite: ActiviteId | null
  readonly enseigne: string
  readonly genre: string
  /** D’un objet : ce que la base en précise, et ce que sa page nomme. */
  readonly detail: string
  readonly page: string | null
  /** Son numéro ; un projet, qui n’en a pas encore, se nomme par son genre et son payeur. */
  readonly numero: string
  readonly libelle: string
  readonly client: string | null
  readonly emiseLe: Date
  /** D’un objet : passé cet instant, il tombe sans visa. */
  readonly echeance: Date | null
  /** Prix hors taxes, en centimes, que la pièce engage ; rien s’il ne se lit pas. */
  readonly montant: number | null
  /** Le visa déjà donné par une première personne : il en faut une seconde. */
  readonly premier: string | null
  /** De ce premier visa : la pièce, ou le visa de la facture. */
  readonly visa: string | null
  /** La personne qui lit l’a ouverte. */
  readonly ouverte: boolean
  /** La personne qui lit peut en accorder le visa ; sinon pourquoi (`domain/plafonds.ts`). */
  readonly permis: boolean
  readonly pourquoi: string | null
  /** La personne absente au nom de qui elle viserait. */
  readonly supplee: PersonneId | null
}
export const projetDe = (p: Pick<PieceAViser, 'id'>): ProjetId => p.id as string as ProjetId

/** Ce qui engage toute la coopérative n’est d’aucune enseigne. */
export const LA_COOPERATIVE = 'La coopérative'

const enTexte = (l: readonly string[]) => `{${l.join(',')}}`
const genresEngageants = enTexte(genresQui('engage'))

/** Ce que la file montre ; une de plus est lue, pour dire qu’il en reste. */
export const FILE_MAX = 200

export type FiltresDeVisa = {
  readonly q?: string
  readonly genre?: string
  readonly activite?: ActiviteId
  /** Au moins ce prix, en centimes hors taxes. */
  readonly auMoins?: number | null
  /** Attend depuis cet instant au moins. */
  readonly avant?: Date | null
  readonly tri?: string
  readonly sorte?: PieceAViser['sorte']
  /** Ce qui n’attend plus que le second visa. */
  readonly second?: boolean
}

/** Ce qui attend un visa, le premier ou le second, le plus ancien d’abord ou le plus cher ; ce que l’on cherche se choisit avant la borne. */
const attendre = async (
  tx: TenantTx,
  f: FiltresDeVisa & {
    readonly pieces?: readonly PieceId[]
    readonly au?: number | null
    readonly le?: Date | undefined
    readonly aOuvrir?: boolean
  } = {},
): Promise<PieceAViser[]> => {
  const { au = FILE_MAX + 1 } = f
  const { rows } = await sql<PieceAViser>`with tout as (
      select 'piece' as sorte, p.id, null::int4 as version, p.activite_id, p.genre, p.numero, p.libelle, p.emise_le as le,
          coalesce(e.nom, q.prenom || ' ' || q.nom) as client, p.emise_par as auteur, w.par as premier, w.supplee_id as premier_pour, w.piece_id as visa,
          case when p.donnees::jsonb #>> '{prix,totalHT}' ~ '^[0-9]{1,12}$' then (p.donnees::jsonb #>> '{prix,totalHT}')::bigint end as ht,
          '' as detail, null::uuid as page, false as ouverte, false as permis, null::text as pourquoi, null::uuid as supplee, null::timestamptz as echeance
        from documents.piece p
          left join inscriptions.dossier d on d.organisme_id = p.organisme_id and d.id = p.objet_id
          left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
          left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
          left join cae.visa w on w.organisme_id = p.organisme_id and w.piece_id = p.id
       where p.organisme_id = (select app.organisme()) and p.genre = any (${genresEngageants}::text[])
         and (w.piece_id is null or w.decision = 'accorde' and w.a_deux and not exists (select from cae.suite_de_visa s
           where s.organisme_id = w.organisme_id and s.piece_id = w.piece_id and s.genre in ('second', 'refus')))
         and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
      union all
      select 'facture', p.id, p.version, p.activite_id, case p.genre when 'acompte' then 'facture-acompte' else p.genre end, '', coalesce(p.motif, ''),
          coalesce(p.a_viser_depuis, p.cree_le), coalesce(e.nom, q.prenom || ' ' || q.nom), p.cree_par, w.par, w.supplee_id, w.id,
          (select abs(coalesce(sum(l.montant_ht_centimes), 0))::bigint from facturation.projet_ligne l where l.organisme_id = p.organisme_id and l.projet_id = p.id),
          '', null, false, false, null, null, null
        from facturation.projet p
          left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.payeur_entreprise_id
          left join tiers.personne q on q.organisme_id = p.organisme_id and q.id = p.payeur_personne_id
          left join facturation.visa w on w.organisme_id = p.organisme_id and w.projet_id = p.id and w.version = p.version
       where p.organisme_id = (select app.organisme()) and p.etat = 'a-viser'
         and (w.id is null or w.decision = 'accorde' and w.a_deux and not exists (select from cae.suite_de_visa s
           where s.organisme_id = w.organisme_id and s.visa_facture_id = w.id and s.genre in ('second', 'refus')))
      union all
      select 'objet', o.id, null, null, o.genre, o.libelle, '', o.depuis, o.avec, o.auteur, o.premier, o.au_nom_de, o.id, o.montant, o.detail, o.page, o.ouverte, o.permis, o.pourquoi, o.supplee_id, o.echeance
        from porte.objets_a_viser(${f.le ?? null}::timestamptz) o where o.attend_visa),
    gardees as materialized (
      select t.*, coalesce(a.nom, ${LA_COOPERATIVE}) as enseigne from tout t left join organisme.activite a on a.organisme_id = (select app.organisme()) and a.id = t.activite_id
       where (a.id is not null or t.sorte = 'objet') and (${f.pieces === undefined}::boolean or t.id = any (${enTexte(f.pieces ?? [])}::uuid[]))
         and (not ${f.aOuvrir ?? false}::boolean or not case t.sorte when 'objet' then t.ouverte
           when 'piece' then exists (select from cae.ouverture o where o.organisme_id = (select app.organisme()) and o.piece_id = t.id and o.compte_id = (select app.personne()))
           else exists (select from cae.ouverture_de_projet o where o.organisme_id = (select app.organisme()) and o.projet_id = t.id and o.version = t.version
             and o.compte_id = (select app.personne())) end)
         and (${f.sorte ?? ''}::text = '' or t.sorte = ${f.sorte ?? ''}::text)
         and (not ${f.second ?? false}::boolean or t.premier is not null)
         and (${f.activite ?? null}::uuid is null or t.activite_id = ${f.activite ?? null}::uuid)
         and (${f.genre ?? ''}::text = '' or t.genre = ${f.genre ?? ''}::text)
         and (${f.auMoins ?? null}::bigint is null or t.ht >= ${f.auMoins ?? null}::bigint)
         and (${f.avant ?? null}::timestamptz is null or t.le <= ${f.avant ?? null}::timestamptz)
         and (${f.q ?? ''}::text = '' or strpos(app.replier(concat_ws(' ', t.numero, t.libelle, a.nom, t.client)), app.replier(${f.q ?? ''}::text)) > 0)
       order by case when ${f.tri ?? ''}::text = 'montant' then t.ht end desc nulls last, t.le, t.id limit ${au})
    select t.id, t.sorte, t.version, t.activite_id as activite, t.enseigne, t.genre, t.numero, t.libelle, t.client, t.detail, t.page, t.le as "emiseLe", t.echeance,
      t.ht::float8 as montant, t.premier, t.visa,
      case t.sorte when 'piece' then exists (select from cae.ouverture o where o.organisme_id = (select app.organisme()) and o.piece_id = t.id
          and o.compte_id = (select app.personne()))
        when 'objet' then t.ouverte
        else exists (select from cae.ouverture_de_projet o where o.organisme_id = (select app.organisme()) and o.projet_id = t.id and o.version = t.version
          and o.compte_id = (select app.personne())) end as ouverte,
      v.permis and v.deja is null as permis, coalesce(v.deja, v.pourquoi) as pourquoi, v.supplee_id as supplee
    from gardees t cross join lateral (select y.*, case when y.pourquoi = 'soi' then null when array[(select app.personne()), y.supplee_id] && array[t.premier, t.premier_pour] then 'premier'
        -- Un auteur peut manquer : ce que demande une autre coopérative n’est de personne d’ici.
        when t.premier is not null and t.auteur = (select app.personne()) then 'auteur' end as deja from (
      select x.permis, x.pourquoi, x.supplee_id from porte.visa_de_piece_permis(case t.sorte when 'piece' then t.id end) x where t.sorte = 'piece'
      union all select x.permis, x.pourquoi, x.supplee_id from porte.visa_de_projet_permis(case t.sorte when 'facture' then t.id end) x where t.sorte = 'facture'
      union all select t.permis, t.pourquoi, t.supplee where t.sorte = 'objet') y) v
     order by case when ${f.tri ?? ''}::text = 'montant' then t.ht end desc nulls last, t.le, t.id`.execute(
    tx,
  )
  return rows.map((p) => ({
    ...p,
    numero: p.numero || `${nomDuGenre(p.genre)} pour ${p.client ?? 'un payeur'}`,
  }))
}

/** Ce que la personne n’a pas encore ouvert, la plus ancienne d’abord ; rien : elle a tout ouvert. */
export const prochaineAOuvrir = async (tx: TenantTx, le: Date): Promise<PieceAViser | undefined> =>
  (await attendre(tx, { aOuvrir: true, au: 1, le }))[0]

/** Les pièces d’une enseigne qui attendent un visa, hors de toute question de droit : elles sont les siennes. */
export const enAttenteDeVisa = (tx: TenantTx, activite: ActiviteId): Promise<PieceAViser[]> =>
  attendre(tx, { activite })

/** La file de la coopérative, jusqu’à ce rang ; rien hors d’une CAE. `entiere` : sans borne, pour l’export. */
export const fileDesVisas = async (
  tx: TenantTx,
  filtres: FiltresDeVisa = {},
  entiere = false,
): Promise<PieceAViser[] | undefined> =>
  (await estUneCae(tx)) ? attendre(tx, { ...filtres, ...(entiere ? { au: null } : {}) }) : undefined

/** `le` : à quelle heure ce qui expire attend encore ; à défaut, celle de la base. */
export const lireAViser = async (tx: TenantTx, id: PieceId, le?: Date): Promise<PieceAViser | undefined> =>
  (await lireCellesAViser(tx, [id], le))[0]

export const lireCellesAViser = async (
  tx: TenantTx,
  ids: readonly PieceId[],
  le?: Date,
): Promise<PieceAViser[]> => {
  const lues = (await estUneCae(tx)) ? await attendre(tx, { pieces: ids, le }) : []
  // Deux qui porteraient le même identifiant ne se distinguent pas d’une adresse : aucune ne se vise.
  return lues.filter((p) => lues.every((q) => q === p || q.id !== p.id))
}

/** Plusieurs attendent un visa sous ce même identifiant : une adresse ne dit pas laquelle. */
export const attendentSousUnIdentifiant = async (tx: TenantTx, id: PieceId, le: Date): Promise<boolean> =>
  (await estUneCae(tx)) && (await attendre(tx, { pieces: [id], le })).length > 1

/** Un visa accordé sous conditions, que rien n’a levées. */
export type SousConditions = {
  readonly id: PieceId
  readonly sorte: 'piece' | 'facture' | 'objet'
  readonly visa: string
  readonly activite: ActiviteId | null
  readonly genre: string
  readonly page: string | null
  readonly numero: string
  readonly conditions: string
  readonly decideLe: Date
  /** Qui lit a émis la pièce, ou préparé la facture. */
  readonly sienne: boolean
}

/** Les visas dont une condition reste à lever : celui d’une pièce, ou ceux de ce que la personne a émis. */
export const sousConditions = async (tx: TenantTx, id: PieceId | null): Promise<SousConditions[]> =>
  (
    await sql<SousConditions>`select x.* from (
      select p.id, 'piece' as sorte, p.id as visa, p.activite_id as activite, p.genre, null::uuid as page, p.numero, v.conditions, v.decide_le as "decideLe",
          coalesce(p.emise_par = (select app.personne()), false) as sienne
        from cae.visa v join documents.piece p on p.organisme_id = v.organisme_id and p.id = v.piece_id
       where v.conditions <> '' and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
         and not exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.piece_id = v.piece_id and s.genre in ('levee', 'refus'))
      union all
      select p.id, 'facture', v.id, p.activite_id, p.genre, null, '', v.conditions, v.le, coalesce(p.cree_par = (select app.personne()), false)
        from facturation.visa v join facturation.projet p on p.organisme_id = v.organisme_id and p.id = v.projet_id and p.version = v.version
       where v.conditions <> '' and p.etat in ('ouvert', 'a-viser')
         and not exists (select from cae.suite_de_visa s where s.organisme_id = v.organisme_id and s.visa_facture_id = v.id and s.genre in ('levee', 'refus'))
      union all
      -- Ce que personne d’ici n’a demandé, qui l’a visé le suit.
      select o.id, 'objet', o.id, null, o.genre, o.page, o.libelle, o.conditions, o.accorde_le, (select app.personne()) = coalesce(o.auteur, o.premier)
        from porte.objets_a_viser(null) o where o.attend_levee) x
     where case when ${id}::uuid is null then x.sienne else x.id = ${id}::uuid end order by x."decideLe", x.id limit 20`.execute(
      tx,
    )
  ).rows.map((p) => ({ ...p, numero: p.numero || nomDuGenre(p.genre) }))

/** Un pas d’un visa, tel qu’il est gardé : qui, quand, et ce qui fut écrit (les conditions, la raison, ce qui a été fait). */
export type PasDeVisa = {
  readonly sorte: PieceAViser['sorte']
  /** `seul` : engagé sous ce que la personne engage seule, sans visa ; `connu` : c’est d’ici, et personne n’en a rien écrit. */
  readonly pas: 'accord' | 'second' | 'refus' | 'levee' | 'seul' | 'connu'
  readonly le: Date | null
  readonly par: PersonneId | null
  readonly auNomDe: PersonneId | null
  readonly note: string
  /** Les rôles de la personne ce jour-là ; rien d’un pas d’avant qu’ils se gardent. */
  readonly roles: readonly string[] | null
  /** Le plafond sous lequel elle l’accorda, en centimes hors taxes. */
  readonly pour: PorteeDePlafond | null
  readonly plafond: number | null
}

/** Les pas du visa d’une pièce qui engage, d’une facture, d’un objet, du premier au dernier. De l’objet, la porte ne dit rien qu’à qui vise. */
export const lirePasDeVisa = async (tx: TenantTx, id: PieceId): Promise<PasDeVisa[]> =>
  (
    await sql<PasDeVisa>`select x.sorte, x.pas, x.le, x.par, x."auNomDe", x.note, x.roles, k.pour, k.plafond_centimes::float8 as plafond from (
      select 'piece' as sorte, case v.decision when 'accorde' then 'accord' else 'refus' end as pas, v.decide_le as le, v.par, v.supplee_id as "auNomDe",
          coalesce(nullif(v.conditions, ''), v.motif, '') as note, v.roles, v.plafond_id
        from cae.visa v where v.organisme_id = (select app.organisme()) and v.piece_id = ${id}::uuid
      union all select 'piece', s.genre, s.le, s.par, s.supplee_id, s.note, s.roles, s.plafond_id
        from cae.suite_de_visa s where s.organisme_id = (select app.organisme()) and s.piece_id = ${id}::uuid
      union all select 'facture', case v.decision when 'accorde' then 'accord' else 'refus' end, v.le, v.par, v.supplee_id, coalesce(nullif(v.conditions, ''), v.motif, ''),
          v.roles, v.plafond_id
        from facturation.visa v where v.organisme_id = (select app.organisme()) and v.projet_id = ${id}::uuid
      union all select 'facture', s.genre, s.le, s.par, s.supplee_id, s.note, s.roles, s.plafond_id from cae.suite_de_visa s
        join facturation.visa v on v.organisme_id = s.organisme_id and v.id = s.visa_facture_id where v.organisme_id = (select app.organisme()) and v.projet_id = ${id}::uuid) x
        left join cae.plafond k on k.organisme_id = (select app.organisme()) and k.id = x.plafond_id
      union all select 'objet', p.pas, p.le, p.par, p.au_nom_de, p.note, p.roles, p.pour, p.plafond::float8 from porte.pas_d_un_objet(${id}::uuid) p
      order by le nulls first`.execute(tx)
  ).rows

/** Vrai si le premier visa, donné à l’instant, en attend un second. D’un objet, la porte l’a dit (`porte.viser_objet`). */
export const veutUnSecondVisa = async (
  tx: TenantTx,
  p: Pick<PieceAViser, 'id' | 'sorte' | 'version'>,
): Promise<boolean> => {
  const { rows } = await (p.sorte === 'piece'
    ? sql<{ oui: boolean }>`select a_deux as oui from cae.visa
        where organisme_id = (select app.organisme()) and piece_id = ${p.id}::uuid`
    : sql<{ oui: boolean }>`select a_deux as oui from facturation.visa
        where organisme_id = (select app.organisme()) and projet_id = ${p.id}::uuid and version = ${p.version}::int`
  ).execute(tx)
  return rows[0]?.oui === true
}

/** Vrai si la personne vise aujourd’hui à la place d’une personne absente. */
export const supplee = async (tx: TenantTx): Promise<boolean> =>
  (await sql<{ oui: boolean }>`select porte.supplee() as oui`.execute(tx)).rows[0]?.oui === true

/** Combien d’heures chaque pièce décidée depuis ce jour avait attendu quelqu’un d’autre que qui l’a émise. */
export const attentesDepuis = async (tx: TenantTx, depuis: Date): Promise<number[]> => {
  const { rows } = await sql<{ heures: number }>`
    select greatest(0, extract(epoch from x.decide - x.demande) / 3600)::float8 as heures from (
      select v.decide_le as decide, p.emise_le as demande from cae.visa v
          join documents.piece p on p.organisme_id = v.organisme_id and p.id = v.piece_id
       where v.organisme_id = (select app.organisme()) and v.par is distinct from p.emise_par
      union all select v.le, coalesce(p.a_viser_depuis, p.cree_le) from facturation.visa v
          join facturation.projet p on p.organisme_id = v.organisme_id and p.id = v.projet_id and p.version = v.version
       where v.organisme_id = (select app.organisme()) and v.par is distinct from p.cree_par) x where x.decide >= ${depuis}::timestamptz
    union all select h from porte.attentes_d_objets(${depuis}::timestamptz) h`.execute(tx)
  return rows.map((r) => r.heures)
}
