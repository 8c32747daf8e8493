import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import { citerPiece, lirePapierAEnTete } from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { Modalite } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AdresseV1, OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Storage } from '#platform/storage/storage.ts'
import { etatsSuivis } from '../domain/certifiable.ts'
import type { DernierCertificat } from '../domain/certificat-periode.ts'
import type { Delegue } from '../domain/faits-du-certificat.ts'
import type { SessionId } from '../domain/ports.ts'
import type { Provenance } from '../domain/provenance.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'
import { employeurDuStatut } from './lectures.ts'

export type Papier = { readonly organisme: OrganismeV1; readonly ville: string; readonly zone: Zone }

/** L’organisme tel que les pièces de cette activité le disent aujourd’hui : la pièce émise le fige. */
export const lirePapier = async (tx: TenantTx, storage: Storage, activite: ActiviteId): Promise<Papier> => {
  const organisme = await lirePapierAEnTete(tx, storage, activite)
  return { organisme, ville: organisme.adresse.ville, zone: (await lireOrganisme(tx)).zone }
}

export const lireDelegues = async (tx: TenantTx): Promise<Delegue[]> => {
  const { rows } =
    await sql<Delegue>`select nom, qualite, genre, pieces, debut, fin, revoquee_le as "revoqueeLe"
    from organisme.signataire where organisme_id = (select app.organisme()) order by debut, id`.execute(tx)
  return rows
}

export type SessionLue = {
  readonly id: SessionId
  readonly numero: string
  readonly intitule: string
  readonly nature: 'formation' | 'bilan' | 'vae' | 'apprentissage'
  readonly lieu: string
  readonly formateur: string
  readonly zone: string
  readonly activite: ActiviteId
  readonly modalite: Modalite
  /** Celle du lieu, quand c’est un établissement de la coopérative. */
  readonly adresse: AdresseV1 | null
  /** Le contenu du programme, tel que la version figée à la planification le dit ; vide sans version. */
  readonly programme: string
}

export const lireSession = async (tx: TenantTx, session: SessionId): Promise<SessionLue | undefined> => {
  const { rows } =
    await sql<SessionLue>`select s.id, s.numero, s.intitule, s.nature, s.lieu, s.formateur, s.zone,
      s.activite_id as activite, s.modalite,
      case when e.ville <> '' then jsonb_build_object('lignes', array_remove(string_to_array(e.adresse, E'\\n'), ''),
        'codePostal', e.code_postal, 'ville', e.ville) end as adresse,
      coalesce((select v.contenu ->> 'contenu' from catalogue.version v where v.organisme_id = s.organisme_id and v.id = s.version_id), '') as programme
    from sessions.session s left join organisme.etablissement e on e.organisme_id = s.organisme_id and e.id = s.etablissement_id
    where s.organisme_id = (select app.organisme()) and s.id = ${session}::uuid`.execute(tx)
  return rows[0]
}

export type InscriptionLue = {
  readonly id: InscriptionId
  readonly session: SessionId
  readonly personne: string
  readonly prenom: string
  readonly nom: string
  readonly courriel: string | null
  readonly activite: ActiviteId
  readonly entreprise: string | null
  /** Au statut d’agent public (BPF, F-1) : son employeur ne s’appelle pas une entreprise. */
  readonly agentPublic: boolean
  readonly etat: string
  /** « sous-traitance-recue » : c’est l’autre organisme qui certifie. Nul : inscrite sans dossier. */
  readonly regime: string | null
  /** La durée de l’action au catalogue, en minutes. */
  readonly prevuMin: number | null
  /** L’organisme qui a confié la personne, quand elle vient d’un autre. */
  readonly confiePar: string | null
}

const inscriptions = sql`select i.id, i.session_id as session, i.personne_id as personne, p.prenom, p.nom, p.courriel, i.activite_id as activite,
    ${employeurDuStatut} as entreprise, i.statut_f1 is not distinct from 'agent-public' as "agentPublic", i.etat,
    d.regime, coalesce(v.duree_minutes, o.duree_minutes) as "prevuMin", case when d.regime = 'sous-traitance-recue' then c.nom end as "confiePar"
  from inscriptions.inscription i
  join tiers.personne p on p.organisme_id = i.organisme_id and p.id = i.personne_id
  left join tiers.entreprise e on e.organisme_id = i.organisme_id and e.id = i.employeur_id
  join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
  join catalogue.offre o on o.organisme_id = s.organisme_id and o.id = s.offre_id
  left join catalogue.version v on v.organisme_id = s.organisme_id and v.id = s.version_id
  left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
  left join tiers.entreprise c on c.organisme_id = d.organisme_id and c.id = d.entreprise_id
  where i.organisme_id = (select app.organisme())`

export const lireCesInscriptions = async (
  tx: TenantTx,
  ids: readonly InscriptionId[],
): Promise<InscriptionLue[]> => {
  const { rows } =
    await sql<InscriptionLue>`${inscriptions} and i.id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return rows
}

export const lireInscription = async (tx: TenantTx, id: InscriptionId): Promise<InscriptionLue | undefined> =>
  (await lireCesInscriptions(tx, [id]))[0]

export const lireInscriptions = async (tx: TenantTx, session: SessionId): Promise<InscriptionLue[]> => {
  const { rows } =
    await sql<InscriptionLue>`${inscriptions} and i.session_id = ${session}::uuid and i.etat in ${cesMots(etatsSuivis)}
    order by p.nom collate "fr-x-icu", p.prenom collate "fr-x-icu", i.id`.execute(tx)
  return rows
}

export type PieceId = Id<'Piece'>

/** Le certificat qui vaut, par inscription ; celle qui n’en a pas n’y figure pas. */
export const derniersCertificats = async (
  tx: TenantTx,
  inscriptions: readonly InscriptionId[],
): Promise<ReadonlyMap<InscriptionId, DernierCertificat>> => {
  const { rows } = await sql<
    DernierCertificat & { inscription: InscriptionId }
  >`select c.inscription_id as inscription, p.id as piece, p.numero, encode(c.faits, 'hex') as faits
    from emargement.certificat c join documents.piece p on p.organisme_id = c.organisme_id and p.id = c.piece_id
    where c.organisme_id = (select app.organisme()) and c.inscription_id = any (${`{${inscriptions.join(',')}}`}::uuid[])
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)`.execute(
    tx,
  )
  return new Map(rows.map(({ inscription, ...dernier }) => [inscription, dernier]))
}

/** Les feuilles émises pour cette session : le certificat dit sur lesquelles il repose. */
export const feuillesDe = async (tx: TenantTx, session: SessionId): Promise<string[]> => {
  const { rows } = await sql<{ numero: string }>`select p.numero from documents.piece p
    where p.organisme_id = (select app.organisme()) and p.objet_id = ${session}::uuid and p.genre = 'feuille-emargement'
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.emise_le limit 20`.execute(tx)
  return rows.map((r) => r.numero)
}

/** Les avenants signés du client qui complètent la pièce d’un dossier, du plus ancien au plus récent. */
const avenantsSignes = sql`array(select a.numero from documents.piece a
  where a.organisme_id = p.organisme_id and a.objet_id = p.objet_id and a.genre = 'avenant'
    and not exists (select from documents.piece r where r.organisme_id = a.organisme_id and r.remplace_id = a.id)
    and exists (select from documents.signature g where g.organisme_id = a.organisme_id and g.piece_id = a.id
      and g.acte = 'signature' and g.role = 'client')
  order by a.emise_le, a.id)`

/** Les conventions et contrats qui valent pour cette session, avec leurs avenants signés. */
export const conventionsDe = async (tx: TenantTx, session: SessionId): Promise<string[]> => {
  const { rows } = await sql<{
    numero: string
    avenants: string[]
  }>`select p.numero, ${avenantsSignes} as avenants from documents.piece p
    join inscriptions.dossier d on d.organisme_id = p.organisme_id and d.id = p.objet_id
    where p.organisme_id = (select app.organisme()) and d.session_id = ${session}::uuid and p.genre in ('convention', 'contrat')
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
    order by p.numero limit 24`.execute(tx)
  return rows.map((r) => citerPiece(r.numero, r.avenants))
}

/** De quel client vient chaque inscription de la session, et sous quelles conventions ou quels contrats. */
export const provenancesDe = async (
  tx: TenantTx,
  session: SessionId,
): Promise<ReadonlyMap<InscriptionId, Provenance>> => {
  const { rows } = await sql<
    Omit<Provenance, 'pieces'> & {
      inscription: InscriptionId
      pieces: { numero: string; avenants: string[] }[]
    }
  >`select i.id as inscription, d.regime,
      e.nom as client, d.reference_client as reference,
      array(select jsonb_build_object('numero', p.numero, 'avenants', ${avenantsSignes}) from documents.piece p where p.organisme_id = d.organisme_id and p.objet_id = d.id
        and p.genre in ('convention', 'contrat')
        and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)
        order by p.numero) as pieces
    from inscriptions.inscription i
    left join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id
    left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
    where i.organisme_id = (select app.organisme()) and i.session_id = ${session}::uuid`.execute(tx)
  return new Map(
    rows.map(({ inscription, pieces, ...p }) => [
      inscription,
      { ...p, pieces: pieces.map((x) => citerPiece(x.numero, x.avenants)) },
    ]),
  )
}

export type EtatDuRegistre = {
  readonly premiere: number
  readonly derniere: number
  readonly empreinte: string
}

/** Les entrées du registre qui parlent de cette session : la première, la dernière et son empreinte. */
export type MotifDeCase = {
  readonly inscription: InscriptionId
  readonly seance: SeanceId
  /** `regularisation`, `correction`, `annulation`, ou `retard`. */
  readonly genre: string
  readonly le: Date
  readonly motif: string
}

/** Les motifs écrits d’une session, case par case, dans l’ordre du registre : ce que la feuille imprime. Un code d’absence n’en est pas un. */
export const motifsDe = async (tx: TenantTx, session: SessionId): Promise<MotifDeCase[]> => {
  const { rows } = await sql<Omit<MotifDeCase, 'motif'> & { contenu: string }>`
    select x.inscription_id as inscription, x.seance_id as seance, x.genre, x.le, v.contenu
    from (select organisme_id, inscription_id, seance_id, maillon_id, 'regularisation' as genre, signee_le as le
          from emargement.signature where regularisation
        union all select organisme_id, inscription_id, seance_id, maillon_id, genre, le
          from emargement.rectification where etat is not null) x
      join sessions.seance se on se.organisme_id = x.organisme_id and se.id = x.seance_id
      join emargement.maillon m on m.organisme_id = x.organisme_id and m.id = x.maillon_id
      join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id and v.part = 'motif'
    where x.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid
    order by m.numero`.execute(tx)
  return rows.flatMap(({ contenu, ...r }) => {
    const { motif } = JSON.parse(contenu) as { motif?: string }
    return motif ? [{ ...r, motif }] : []
  })
}

export const registreDe = async (tx: TenantTx, session: SessionId): Promise<EtatDuRegistre | undefined> => {
  const { rows } = await sql<EtatDuRegistre>`
    with entrees as (
      select m.numero, m.empreinte from emargement.maillon m
      join sessions.session s on s.organisme_id = m.organisme_id
      where m.organisme_id = (select app.organisme()) and s.id = ${session}::uuid
        and m.objet = sha256(s.sel || convert_to(s.id::text, 'UTF8')))
    select min(numero) as premiere, max(numero) as derniere,
      encode((select empreinte from entrees order by numero desc limit 1), 'hex') as empreinte
    from entrees having count(*) > 0`.execute(tx)
  return rows[0]
}

export const derniereFeuille = async (
  tx: TenantTx,
  session: SessionId,
): Promise<{ readonly id: PieceId; readonly donnees: string } | undefined> => {
  const { rows } = await sql<{ id: PieceId; donnees: string }>`select p.id, p.donnees from documents.piece p
    where p.organisme_id = (select app.organisme()) and p.objet_id = ${session}::uuid and p.genre = 'feuille-emargement'
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and r.remplace_id = p.id)`.execute(
    tx,
  )
  return rows[0]
}

export type Donneur = {
  readonly nom: string
  readonly siret: string | null
  readonly nda: string | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
  readonly reference: string | null
  readonly entreprise: Id<'Entreprise'>
  /** Qui signe pour lui, s’il est dit ; et où écrire : à cette personne, à défaut à la maison. */
  readonly contact: string | null
  readonly courriel: string | null
}

/** L’organisme qui a confié la personne, et sa référence ; rien si le dossier n’est pas en sous-traitance reçue. */
export const lireDonneur = async (tx: TenantTx, inscription: InscriptionId): Promise<Donneur | undefined> => {
  const { rows } =
    await sql<Donneur>`select e.nom, e.siret, e.nda, e.adresse, e.code_postal as "codePostal", e.ville,
      d.reference_client as reference, e.id as entreprise, case when q.courriel is not null then q.prenom || ' ' || q.nom end as contact,
      coalesce(q.courriel, e.courriel) as courriel
    from inscriptions.inscription i
    join inscriptions.dossier d on d.organisme_id = i.organisme_id and d.id = i.dossier_id and d.regime = 'sous-traitance-recue'
    join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
    left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.signataire_id
    where i.organisme_id = (select app.organisme()) and i.id = ${inscription}::uuid`.execute(tx)
  return rows[0]
}
