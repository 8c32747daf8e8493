import { type RawBuilder, sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { Montant } from '#kernel/montant.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import { type EntrepriseId, nommerEntreprises, type TiersId } from '#modules/tiers/index.ts'
import { composee, siExiste, type TenantTx } from '#platform/db/index.ts'
import type {
  Acheteur,
  Circonstance,
  Dispositif,
  DossierId,
  GenreFinanceur,
  GenreRemise,
  Regime,
} from '../domain/dossier.ts'
import type { InscriptionId } from './inscriptions.queries.ts'

export type LigneLue = {
  readonly payeurEntreprise: EntrepriseId | null
  readonly payeurPersonne: TiersId | null
  readonly payeur: string
  readonly financeur: GenreFinanceur | null
  readonly estOf: boolean
  readonly dispositif: Dispositif
  readonly montant: Montant
  readonly subrogation: boolean
  readonly accordReference: string | null
  readonly accordLe: DateCivile | null
  /** Plafond d’heures par personne, en minutes. */
  readonly minutes: number | null
  /** La personne que cette ligne paie ; nulle : tout le dossier. */
  readonly inscription: InscriptionId | null
  readonly pour: string | null
}

/** Tout ce qu'une convention, un contrat ou une page disent d'un client sur une session. */
export type DossierLu = {
  readonly id: DossierId
  readonly activite: ActiviteId
  readonly session: SessionId
  readonly acheteur: Acheteur
  readonly entreprise: EntrepriseId | null
  readonly personne: TiersId | null
  /** Le nom de l'acheteur, tel que la fiche le dit aujourd'hui. */
  readonly client: string
  readonly siret: string | null
  readonly signataire: TiersId | null
  readonly signatairePrenom: string | null
  readonly signataireNom: string | null
  readonly signataireCourriel: string | null
  readonly signataireQualite: string | null
  readonly individuelASesFrais: boolean
  readonly circonstance: Circonstance
  readonly regime: Regime
  readonly article: string
  readonly objectif: string | null
  readonly reference: string | null
  /** Hors taxes, pour le dossier entier. */
  readonly prix: Montant
  readonly signeLe: Date | null
  readonly signatureMoyen: 'lien' | 'scan' | null
  /** La pièce signée par lien, ou scannée ; nulle d’un papier rapporté. */
  readonly signaturePiece: string | null
  readonly debutAnticipeLe: Date | null
  readonly retracteLe: Date | null
  readonly demarrageSansSignature: string | null
  /** Le compte qui suit ce client ; nul : personne en particulier. */
  readonly suiviPar: PersonneId | null
  readonly version: number
  readonly creeLe: Date
  readonly financements: readonly LigneLue[]
  readonly echeances: readonly { readonly jour: DateCivile; readonly montant: Montant }[]
}

const colonnes = sql`d.id, d.activite_id as activite, d.session_id as session, d.acheteur, d.entreprise_id as entreprise,
  d.personne_id as personne, coalesce(e.nom, q.prenom || ' ' || q.nom) as client, e.siret,
  d.signataire_id as signataire, p.prenom as "signatairePrenom", p.nom as "signataireNom",
  p.courriel as "signataireCourriel", d.signataire_qualite as "signataireQualite",
  d.individuel_a_ses_frais as "individuelASesFrais", d.circonstance, d.regime, d.regime_article as article, d.objectif,
  d.reference_client as reference, d.prix_centimes as prix, d.signe_le as "signeLe",
  d.signature_moyen as "signatureMoyen", d.signature_piece_id as "signaturePiece", d.debut_anticipe_le as "debutAnticipeLe", d.retracte_le as "retracteLe",
  d.demarrage_sans_signature as "demarrageSansSignature", d.suivi_par as "suiviPar", d.version, d.cree_le as "creeLe"
  from inscriptions.dossier d
    left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
    left join tiers.personne q on q.organisme_id = d.organisme_id and q.id = d.personne_id
    left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.signataire_id`

// Avec le dossier, et non après lui : la page d’une session part d’un seul envoi.
const quiPaie = sql`(select coalesce(jsonb_agg(jsonb_build_object('payeurEntreprise', f.payeur_entreprise_id, 'payeurPersonne', f.payeur_personne_id,
      'payeur', coalesce(pe.nom, pp.prenom || ' ' || pp.nom), 'financeur', pe.financeur_genre, 'estOf', coalesce(pe.est_of, false), 'dispositif', f.dispositif,
      'montant', f.montant_ht_centimes, 'subrogation', f.subrogation, 'accordReference', f.accord_reference, 'accordLe', f.accord_le,
      'minutes', f.minutes, 'inscription', f.inscription_id, 'pour', case when i.id is not null then b.prenom || ' ' || b.nom end) order by f.rang, f.id), '[]')
    from inscriptions.financement f
      left join tiers.entreprise pe on pe.organisme_id = f.organisme_id and pe.id = f.payeur_entreprise_id
      left join tiers.personne pp on pp.organisme_id = f.organisme_id and pp.id = f.payeur_personne_id
      left join inscriptions.inscription i on i.organisme_id = f.organisme_id and i.id = f.inscription_id
      left join tiers.personne b on b.organisme_id = i.organisme_id and b.id = i.personne_id
    where f.organisme_id = d.organisme_id and f.dossier_id = d.id) as financements,
  (select coalesce(jsonb_agg(jsonb_build_object('jour', h.jour, 'montant', h.montant_centimes) order by h.jour, h.id), '[]')
    from inscriptions.echeance h where h.organisme_id = d.organisme_id and h.dossier_id = d.id) as echeances`

/** `reunies` : des fiches d’entreprise ont été réunies ici ; sans quoi chacune porte son nom. */
type Brut = DossierLu & { readonly reunies: boolean }

const lecture = (ou: RawBuilder<unknown>) =>
  sql<Brut>`select exists (select from tiers.fusion_entreprise u where u.defaite_le is null) as reunies, ${quiPaie}, ${colonnes} where ${ou} order by d.cree_le, d.id`
const deLaSession = composee((session: SessionId) => lecture(sql`d.session_id = ${session}`))

/** Sous le nom d’aujourd’hui : une fiche réunie à une autre se lit sous celui de la gardée. */
const nommes = async (tx: TenantTx, lus: readonly Brut[]): Promise<DossierLu[]> => {
  const ids = lus.flatMap((d) =>
    d.reunies
      ? [d.entreprise, ...d.financements.map((l) => l.payeurEntreprise)].filter((x) => x !== null)
      : [],
  )
  const noms = await nommerEntreprises(tx, [...new Set(ids)])
  const nom = (id: EntrepriseId | null, sinon: string) => (id && noms.get(id)) || sinon
  return lus.map(({ reunies: _, ...d }) => ({
    ...d,
    client: nom(d.entreprise, d.client),
    financements: d.financements.map((l) => ({ ...l, payeur: nom(l.payeurEntreprise, l.payeur) })),
  }))
}

/** Les dossiers d'une session, par ordre d'ouverture, avec ce qui les paie. */
export const listerDossiers = async (tx: TenantTx, session: SessionId): Promise<DossierLu[]> =>
  nommes(tx, (await deLaSession(tx, session)).rows)

const sIlEnEst = siExiste(
  composee(
    (session: SessionId) =>
      sql<{
        existe: boolean
      }>`select exists (select from inscriptions.dossier d where d.session_id = ${session}) as existe`,
  ),
  deLaSession,
)

/** Les mêmes, pour la page d’une session : sans client, ni qui paie, ni aucune fiche ne se demande. */
export const dossiersSIlEnEst = async (tx: TenantTx, session: SessionId): Promise<DossierLu[]> =>
  nommes(tx, await sIlEnEst(tx, session))

/** Ces dossiers, lus d’un coup, d’où qu’ils soient dans l’organisme. */
export const lireDossiers = async (tx: TenantTx, ids: readonly DossierId[]): Promise<DossierLu[]> =>
  nommes(tx, (await lecture(sql`d.id = any (${`{${ids.join(',')}}`}::uuid[])`).execute(tx)).rows)

/** Qui a signé, ou devait signer, le dernier dossier de cette maison, et à quel titre ; personne si elle ne le compte plus parmi ses contacts. */
export const dernierSignataire = async (
  tx: TenantTx,
  entreprise: EntrepriseId,
): Promise<{ readonly personne: TiersId; readonly qualite: string | null } | undefined> =>
  (
    await sql<{
      personne: TiersId
      qualite: string | null
    }>`select d.signataire_id as personne, d.signataire_qualite as qualite
      from (select * from inscriptions.dossier where entreprise_id = ${entreprise} and signataire_id is not null
        order by cree_le desc, id desc limit 1) d
      where not exists (select from tiers.contact c where c.organisme_id = d.organisme_id and c.entreprise_id = d.entreprise_id
        and c.personne_id = d.signataire_id and c.retire_le is not null)`.execute(tx)
  ).rows[0]

/** Un dossier de cette session ; rien s'il est d'une autre, ou d'un autre organisme. */
export const lireDossier = async (
  tx: TenantTx,
  session: SessionId,
  id: DossierId,
  { verrouiller = false } = {},
): Promise<DossierLu | undefined> => {
  if (verrouiller)
    await sql`select 1 from inscriptions.dossier where id = ${id} for no key update`.execute(tx)
  const { rows } = await lecture(sql`d.session_id = ${session} and d.id = ${id}`).execute(tx)
  return (await nommes(tx, rows))[0]
}

/** Les dossiers de cette session que ce compte suit. */
export const dossiersSuivis = async (
  tx: TenantTx,
  session: SessionId,
  compte: PersonneId,
): Promise<DossierId[]> =>
  (
    await sql<{ id: DossierId }>`select id from inscriptions.dossier
      where session_id = ${session} and suivi_par = ${compte}`.execute(tx)
  ).rows.map((l) => l.id)

export type RemiseLue = {
  readonly inscription: InscriptionId
  readonly genre: GenreRemise
  readonly remisLe: Date
  readonly moyen: 'lien' | 'courriel' | 'main-propre'
  readonly accuseLe: Date | null
  /** La pièce remise ; nulle, la remise est notée sur parole, sans pièce émise dans Coforme. */
  readonly piece: PieceId | null
}

const remises = (
  ou: RawBuilder<unknown>,
) => sql<RemiseLue>`select r.inscription_id as inscription, r.genre, r.remis_le as "remisLe", r.moyen,
        r.accuse_le as "accuseLe", r.piece_id as piece
      from inscriptions.remise r join inscriptions.inscription i
        on i.organisme_id = r.organisme_id and i.id = r.inscription_id
      where ${ou}
      order by r.genre, r.inscription_id`
const remisesDeLaSession = composee((session: SessionId) => remises(sql`i.session_id = ${session}`))

/** Les remises des inscrits d'une session. */
export const listerRemises = async (
  tx: TenantTx,
  filtre: { readonly session: SessionId } | { readonly inscription: InscriptionId },
): Promise<RemiseLue[]> =>
  (
    await ('session' in filtre
      ? remisesDeLaSession(tx, filtre.session)
      : remises(sql`i.id = ${filtre.inscription}`).execute(tx))
  ).rows

export type InterventionLue = {
  readonly seance: Id<'Seance'>
  readonly nom: string
  readonly statut: string | null
  readonly confieeA: string | null
}

/** Qui intervient à chaque séance, avec son statut ce jour-là : le cadre E du BPF. */
export const interventions = async (tx: TenantTx, session: SessionId): Promise<InterventionLue[]> =>
  (
    await sql<InterventionLue>`select a.seance_id as seance, p.prenom || ' ' || p.nom as nom, c.nom as "confieeA",
        (select s.statut from tiers.statut s where s.organisme_id = a.organisme_id and s.personne_id = a.personne_id
          and s.du <= se.jour and (s.au is null or s.au >= se.jour)) as statut
      from sessions.affectation a
        join sessions.seance se on se.organisme_id = a.organisme_id and se.id = a.seance_id
        join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
        left join tiers.entreprise c on c.organisme_id = a.organisme_id and c.id = a.confiee_a_id
      where se.session_id = ${session} order by se.debut, p.pli`.execute(tx)
  ).rows

/** Ce que paie chaque dispositif, des dossiers clients de cette session : hors taxes, en centimes. C’est ce que lit le bilan pédagogique et financier. */
export const montantsParDispositif = async (
  tx: TenantTx,
  session: string,
): Promise<readonly { readonly dispositif: Dispositif; readonly centimes: number }[]> =>
  (
    await sql<{
      dispositif: Dispositif
      centimes: string
    }>`select f.dispositif, sum(f.montant_ht_centimes)::text as centimes
      from inscriptions.dossier d join inscriptions.financement f on f.organisme_id = d.organisme_id and f.dossier_id = d.id
     where d.session_id = ${session}::uuid and d.retracte_le is null group by f.dispositif order by f.dispositif`.execute(
      tx,
    )
  ).rows.map((l) => ({ ...l, centimes: Number(l.centimes) }))
