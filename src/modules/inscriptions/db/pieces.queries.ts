import { sql } from 'kysely'
import { morceaux } from '#kernel/dates.ts'
import { repartir } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import { lireVersion, listerVersions, type Version } from '#modules/catalogue/index.ts'
import { lireConditions, lirePapierAEnTete, type QuiLit, type Siens } from '#modules/documents/index.ts'
import { lireOrganisme, mentionTva } from '#modules/organisme/index.ts'
import { animeePar, lireSession, modaliteTenue, partTenue, type SessionLue } from '#modules/sessions/index.ts'
import { lireEntreprise, lireTiers, sirenDeFiche } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { AdresseV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { Services } from '#platform/services.ts'
import type { ClientDePiece, FaitsDePiece, SessionDePiece } from '../domain/a-imprimer.ts'
import { acheteurPublic } from '../domain/acheteur-public.ts'
import { formeCommerciale, nonCommercant } from '../domain/commercant.ts'
import { prixDuTenu } from '../domain/duree-convenue.ts'
import type { QuiForme } from '../domain/titres.ts'
import type { DossierLu } from './dossiers.queries.ts'
import { convenuSigne } from './durees-convenues.ts'
import type { Inscrit } from './inscriptions.queries.ts'
import { lireQuiForme } from './qui-forme.ts'

/** Ce que la session garde et que `SessionLue` ne dit pas : modalité, connexion, effectif, version, adresse du lieu. */
type Suite = {
  readonly modalite: SessionDePiece['modalite']
  readonly connexion: string | null
  readonly effectifMin: number | null
  readonly version: Version['id'] | null
  readonly adresse: string | null
  readonly codePostal: string | null
  readonly ville: string | null
}

const enAdresse = (a: Pick<Suite, 'adresse' | 'codePostal' | 'ville'>): AdresseV1 => ({
  lignes: (a.adresse ?? '').split('\n').filter(Boolean),
  codePostal: a.codePostal ?? '',
  ville: a.ville ?? '',
})

const suiteDe = async (tx: TenantTx, session: SessionLue): Promise<Suite | undefined> =>
  (
    await sql<Suite>`select s.modalite, s.lien_connexion as connexion, s.effectif_min as "effectifMin", s.version_id as version,
        e.adresse, e.code_postal as "codePostal", e.ville
      from sessions.session s
        left join organisme.etablissement e on e.organisme_id = s.organisme_id and e.id = s.etablissement_id
      where s.organisme_id = (select app.organisme()) and s.id = ${session.id}`.execute(tx)
  ).rows[0]

export type FaitsDeSession = Omit<FaitsDePiece, 'signataire' | 'jointes'> & {
  readonly version: Version
  readonly annee: number
  /** Qui forme, et sa fiche, qu’aucune pièce ne dit. */
  readonly quiForme: readonly QuiForme[]
}

/**
 * Ce que toute pièce de la session dit. Rien si son offre n’a pas de version figée. Une demi-journée suspendue (interruption, report)
 * n’y est pas : ni créneau, ni heure, ni premier ou dernier jour ; coupée en route, elle y est jusque-là. Suspendue tout entière, la session n’a plus de dates, et le gabarit qui en exige refuse.
 */
export const lireFaits = async (
  { storage, clock }: Pick<Services, 'storage' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
): Promise<FaitsDeSession | undefined> => {
  const suite = await suiteDe(tx, session)
  const version = suite?.version
    ? await lireVersion(tx, suite.version)
    : (await listerVersions(tx, session.offre as never))[0]
  if (!suite || !version) return undefined
  const o = await lireOrganisme(tx)
  const aujourdhui = jourLocal(clock.now(), o.zone)
  const tenue = partTenue(session)
  // Les titres sont ceux de chacun, jamais la phrase de l'offre sur son équipe (`titresManquants`).
  const quiForme = await lireQuiForme(
    tx,
    tenue.seances.map((x) => x.id),
    session.formateur,
  )
  return {
    organisme: await lirePapierAEnTete(tx, storage, session.activite),
    ...(o.forme.genre === 'association' || (o.forme.genre === 'autre' && !formeCommerciale(o.forme.libelle))
      ? { nonCommercante: true as const }
      : {}),
    aujourdhui,
    annee: morceaux(aujourdhui).annee,
    mentionTva: mentionTva(o.tva, aujourdhui),
    version,
    contenu: version.contenu,
    quiForme,
    conditions: (await lireConditions(tx)).conditions,
    session: {
      numero: session.numero,
      intitule: session.intitule,
      nature: session.nature,
      modalite: suite.modalite,
      minutes: tenue.minutes,
      debut: tenue.debut,
      fin: tenue.fin,
      prevu: {
        minutes: session.minutes,
        jours: new Set(session.seances.map((s) => s.jour)).size,
        modalite: modaliteTenue(session),
      },
      prix: session.prixCentimes,
      capacite: session.capacite,
      effectifMin: suite.effectifMin,
      lieu: session.lieu,
      adresse: suite.ville ? enAdresse(suite) : null,
      connexion: suite.connexion,
      seances: tenue.seances,
      formateurs: quiForme.map(({ prenom, nom, titres }) => ({ prenom, nom, titres })),
    },
  }
}

/**
 * Le prix et ses parts, tels qu’une pièce les dit : ceux du dossier. Signés, ils ne changent plus que par un avenant, et celui qui
 * réduit la durée réduit le prix d’autant : ce qui ne se tient pas n’est pas dû (L6354-1). Un contrat garde son échéancier.
 */
const prixDit = async (tx: TenantTx, d: DossierLu): Promise<Pick<ClientDePiece, 'prix' | 'financements'>> => {
  const signe = d.regime === 'convention' ? await convenuSigne(tx, d.session, d.id) : undefined
  const session = signe && (await lireSession(tx, d.session))
  if (!signe || !session) return d
  const prix = prixDuTenu(d.prix, partTenue(session).minutes + signe.plan, signe.minutes + signe.plan)
  if (prix === d.prix) return d
  const parts = repartir(
    prix,
    d.financements.map((l) => l.montant),
  )
  return {
    prix,
    financements: d.financements.map((l, i) => ({ ...l, montant: parts[i] ?? l.montant })),
  }
}

/** Le client d’un dossier, tel qu’une pièce l’écrit : sa fiche d’aujourd’hui, figée à l’émission. */
export const lireClient = async (
  tx: TenantTx,
  d: DossierLu,
  siens: readonly Inscrit[],
): Promise<ClientDePiece> => {
  const entreprise = d.entreprise ? await lireEntreprise(tx, d.entreprise) : undefined
  const personne = d.personne ? await lireTiers(tx, d.personne) : undefined
  const fiche = entreprise ?? personne
  const { prix, financements } = await prixDit(tx, d)
  return {
    acheteur: d.acheteur,
    publique:
      entreprise !== undefined &&
      acheteurPublic({
        siren: sirenDeFiche(entreprise),
        financeur: entreprise.financeur,
        paie: d.financements.filter((l) => l.payeurEntreprise === d.entreprise).map((l) => l.dispositif),
      }),
    nonCommercant: nonCommercant({ nom: d.client, financeur: entreprise?.financeur ?? null }),
    nom: d.client,
    adresse: enAdresse({
      adresse: fiche?.adresse ?? null,
      codePostal: fiche?.codePostal ?? null,
      ville: fiche?.ville ?? null,
    }),
    siret: entreprise?.siret ?? null,
    courriel: d.signataireCourriel ?? fiche?.courriel ?? null,
    telephone: fiche?.telephone ?? null,
    signataire: personne
      ? { prenom: personne.prenom, nom: personne.nom, qualite: 'stagiaire' }
      : {
          prenom: d.signatairePrenom ?? '',
          nom: d.signataireNom ?? '',
          qualite: d.signataireQualite ?? '',
        },
    reference: d.reference,
    objectif: d.objectif,
    prix,
    financements,
    stagiaires: siens.map(({ prenom, nom, arriveeLe }) => ({
      prenom,
      nom,
      ...(arriveeLe ? { arrivee: arriveeLe } : {}),
    })),
  }
}

/** La session d’un dossier : la signature d’une pièce ne connaît que lui. */
export const sessionDuDossier = async (
  tx: TenantTx,
  dossier: string,
): Promise<SessionLue['id'] | undefined> =>
  (
    await sql<{ session: SessionLue['id'] }>`select session_id as session from inscriptions.dossier
      where organisme_id = (select app.organisme()) and id = ${dossier}::uuid`.execute(tx)
  ).rows[0]?.session

/** Celles dont toutes les remises sont accusées. */
export const accuseesParmi = async (
  tx: TenantTx,
  inscriptions: readonly string[],
): Promise<ReadonlySet<string>> =>
  new Set(
    (
      await sql<{ id: string }>`select inscription_id as id from inscriptions.remise
        where organisme_id = (select app.organisme()) and inscription_id = any (${`{${inscriptions.join(',')}}`}::uuid[])
        group by inscription_id having bool_and(accuse_le is not null)`.execute(tx)
    ).rows.map((r) => r.id),
  )

/** Dans une CAE : ce dossier n’a encore ni convention ni contrat visé. Ailleurs, rien ne manque. */
export const visaManquant = async (tx: TenantTx, dossier: string): Promise<boolean> =>
  (
    await sql<{ manque: boolean }>`select o.cae and not porte.dossier_vise(${dossier}::uuid) as manque
      from organisme.organisme o where o.organisme_id = (select app.organisme())`.execute(tx)
  ).rows[0]?.manque === true

/**
 * Les sessions, dossiers et inscriptions qui sont ceux de ce compte : de la session qu’il anime, du client qu’il suit. Ce sont les objets
 * dont parlent les pièces.
 */
export const objetsSiens = async (
  tx: TenantTx,
  { personneId: compte }: Pick<QuiLit, 'personneId'>,
): Promise<Siens> => {
  const { rows } = await sql<{ relation: 'anime' | 'suit'; id: string }>`
    with s as materialized (select s.organisme_id, s.id from sessions.session s
      where s.organisme_id = (select app.organisme()) and ${animeePar('s', compte)}),
    d as materialized (select d.organisme_id, d.id from inscriptions.dossier d
      where d.organisme_id = (select app.organisme()) and d.suivi_par = ${compte}::uuid)
    select 'anime' as relation, s.id from s
    union all select 'anime', x.id from s join inscriptions.dossier x on x.organisme_id = s.organisme_id and x.session_id = s.id
    union all select 'anime', x.id from s join inscriptions.inscription x on x.organisme_id = s.organisme_id and x.session_id = s.id
    union all select 'suit', d.id from d
    union all select 'suit', x.id from d join inscriptions.inscription x on x.organisme_id = d.organisme_id and x.dossier_id = d.id`.execute(
    tx,
  )
  const par = (r: 'anime' | 'suit') => new Set(rows.filter((l) => l.relation === r).map((l) => l.id))
  return { anime: par('anime'), suit: par('suit'), enseigne: new Set() }
}

/** D’où vient une pièce : le dossier d’un client, ou la session d’un stagiaire. Rien des autres objets. */
export const lireVenue = async (
  tx: TenantTx,
  objet: { readonly genre: string; readonly id: string },
): Promise<{ readonly session: string; readonly dossier: string | null; readonly nom: string } | undefined> =>
  (
    await sql<{ session: string; dossier: string | null; nom: string }>`
      select d.session_id as session, d.id as dossier, coalesce(e.nom, p.prenom || ' ' || p.nom) as nom
        from inscriptions.dossier d
        left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
        left join tiers.personne p on p.organisme_id = d.organisme_id and p.id = d.personne_id
        where d.organisme_id = (select app.organisme()) and ${objet.genre} = 'dossier' and d.id = ${objet.id}::uuid
      union all
      select i.session_id, null, s.numero from inscriptions.inscription i
        join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
        where i.organisme_id = (select app.organisme()) and ${objet.genre} = 'inscription' and i.id = ${objet.id}::uuid
      union all
      select s.id, null, s.numero from sessions.session s
        where s.organisme_id = (select app.organisme()) and ${objet.genre} = 'session' and s.id = ${objet.id}::uuid
    `.execute(tx)
  ).rows[0]
