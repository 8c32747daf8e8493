/** Ce que des personnes sans compte écrivent : demandes, candidatures, lettre. Chiffré par les clés de l'instance. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { OffreId } from '#modules/catalogue/index.ts'
import { tokenDigest } from '#platform/auth/token.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'

const chiffrer = (keys: Keys, genre: string, id: string, o: unknown): Buffer =>
  Buffer.from(keys.encrypt(`portail.${genre}`, id, Buffer.from(JSON.stringify(o))))
const dechiffrer = <T>(keys: Keys, genre: string, id: string, chiffre: Buffer | null): T | undefined => {
  const clair = chiffre && keys.decrypt(`portail.${genre}`, id, chiffre)
  // Effacé à la demande de qui l’a écrit, il n’en reste que « null ».
  return clair ? ((JSON.parse(Buffer.from(clair).toString()) as T | null) ?? undefined) : undefined
}

// ─── Prouver son adresse ─────────────────────────────────────────────────────────────────────────
/** Ce qui attend que son adresse soit prouvée, pour la tâche qui y écrit ; rien si c'est fait, ou effacé. */
export const ceQuiSeProuve = async (
  tx: PublicTx,
  genre: 'candidature' | 'demande' | 'lettre',
  id: string,
): Promise<{ readonly chiffre: Buffer | null; readonly etat: string } | undefined> => {
  const { rows } = await sql<{
    chiffre: Buffer | null
    etat: string
  }>`select chiffre, etat from porte.ce_qui_se_prouve(${genre}, ${id}::uuid)`.execute(tx)
  return rows[0]
}
/** L'empreinte de ce qui part à cette adresse. Faux : elle était déjà posée. */
export const poserPreuve = async (
  tx: PublicTx,
  genre: 'candidature' | 'demande' | 'lettre',
  id: string,
  preuve: string,
  adresse: string,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.poser_preuve(${genre}, ${id}::uuid, ${tokenDigest(preuve)}::bytea, ${adresse}) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}
export const lireEcrit = (keys: Keys, id: string, chiffre: Buffer | null): Ecrit | undefined =>
  dechiffrer<Ecrit>(keys, 'demande', id, chiffre)
export const lireDossierArrive = (keys: Keys, id: string, chiffre: Buffer | null): Candidature | undefined =>
  dechiffrer<Candidature>(keys, 'candidature', id, chiffre)

// ─── Écrire à son ou sa délégué·e ────────────────────────────────────────────────────────────────
export const sujets = {
  rejoindre: 'Rejoindre l’Union ou un pôle',
  impulser: 'Impulser un pôle sur mon territoire',
  creer: 'Créer, transformer ou reprendre en coopérative',
  question: 'Une question, une suggestion',
} as const
/** À un·e délégué·e ; une place, elle, se demande à la coopérative de l’offre. */
export type Sujet = keyof typeof sujets
export type Ecrit = { readonly nom: string; readonly courriel: string; readonly texte: string }
export type DemandeDeContact = {
  /** Rien quand la demande va à une coopérative. */
  readonly departement: string | null
  readonly sujet: Sujet | 'place'
  /** L’offre dont une place est demandée. */
  readonly intitule: string | null
  readonly etat: 'a-prouver' | 'transmise' | 'prise' | 'repondue'
  readonly delegue: string | null
  readonly recueLe: Date
  readonly priseLe: Date | null
  readonly repondueLe: Date | null
  /** Rien une fois effacé. */
  readonly ecrit: Ecrit | undefined
}

export const deposerDemande = async (
  tx: PublicTx,
  keys: Keys,
  id: string,
  d: { readonly ecrit: Ecrit } & (
    | { readonly departement: string; readonly sujet: Sujet }
    | { readonly offre: OffreId }
  ),
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.deposer_demande(${id}::uuid, ${'offre' in d ? null : d.departement}, ${'offre' in d ? 'place' : d.sujet}, ${'offre' in d ? d.offre : null}::uuid, ${chiffrer(keys, 'demande', id, d.ecrit)}::bytea, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}

export const lireDemande = async (
  tx: PublicTx,
  keys: Keys,
  id: string,
): Promise<DemandeDeContact | undefined> => {
  const { rows } = await sql<
    Omit<DemandeDeContact, 'ecrit'> & { chiffre: Buffer | null }
  >`select departement, sujet, intitule, chiffre, etat, delegue, recue_le as "recueLe", prise_le as "priseLe", repondue_le as "repondueLe"
    from porte.lire_demande(${id}::uuid)`.execute(tx)
  const l = rows[0]
  return l && { ...l, ecrit: dechiffrer<Ecrit>(keys, 'demande', id, l.chiffre) }
}

/** Prouvée, elle part ; rend à qui, une seule fois. */
export const prouverDemande = async (
  tx: PublicTx,
  id: string,
  preuve: string,
  le: Date,
): Promise<{ nom: string; courriel: string } | undefined> => {
  const { rows } = await sql<{
    nom: string
    courriel: string
  }>`select nom, courriel from porte.prouver_demande(${id}::uuid, ${Buffer.from(preuve)}::bytea, ${le}::timestamptz)`.execute(
    tx,
  )
  return rows[0]
}

export const suivreDemande = async (
  tx: PublicTx,
  id: string,
  etat: 'prise' | 'repondue',
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.suivre_demande(${id}::uuid, ${etat}, ${le}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? false
}

/** Les départements qui ont quelqu'un ; `*` si quelqu'un les tient tous. */
export const departementsTenus = async (tx: PublicTx): Promise<readonly string[]> => {
  const { rows } = await sql<{ r: string[] }>`select porte.departements_des_delegues() as r`.execute(tx)
  return rows[0]?.r ?? []
}

export type Delegue = {
  readonly id: Id<'Delegue'>
  readonly nom: string
  readonly courriel: string
  readonly departements: readonly string[]
  readonly recues: number
  readonly repondues: number
  /** Heures, du courriel prouvé à la réponse ; médiane. */
  readonly delaiHeures: number | null
}
/** Pour qui administre l'instance ; vide pour les autres. */
export const listerDelegues = async (tx: TenantTx): Promise<Delegue[]> => {
  const { rows } = await sql<
    Omit<Delegue, 'recues' | 'repondues'> & { recues: string | number; repondues: string | number }
  >`select id, nom, courriel, departements, recues, repondues, (extract(epoch from delai_median) / 3600)::float8 as "delaiHeures" from porte.delegues()`.execute(
    tx,
  )
  return rows.map((r) => ({ ...r, recues: Number(r.recues), repondues: Number(r.repondues) }))
}
export const tenirDelegue = async (
  tx: TenantTx,
  d: Pick<Delegue, 'id' | 'nom' | 'courriel' | 'departements'> & { readonly parti: boolean },
  le: Date,
): Promise<void> => {
  await sql`select porte.tenir_delegue(${d.id}::uuid, ${d.nom}, ${d.courriel}, ${[...d.departements]}::text[], ${d.parti}, ${le}::timestamptz)`.execute(
    tx,
  )
}

export type MentionsLues = {
  readonly editeur: string
  readonly directeur: string
  readonly hebergeur: string
  readonly contact: string
  /** Celui de l’Union, que l’en-tête de son site écrit ; vide tant que personne ne l’a dit. */
  readonly nom: string
}
export const lireMentions = async (tx: PublicTx | TenantTx): Promise<MentionsLues> => {
  const { rows } =
    await sql<MentionsLues>`select editeur, directeur, hebergeur, contact, nom from porte.mentions()`.execute(
      tx,
    )
  return rows[0] ?? { editeur: '', directeur: '', hebergeur: '', contact: '', nom: '' }
}
export const tenirMentions = async (tx: TenantTx, m: MentionsLues, le: Date): Promise<void> => {
  await sql`select porte.tenir_mentions(${m.editeur}, ${m.directeur}, ${m.hebergeur}, ${m.contact}, ${m.nom}, ${le}::timestamptz)`.execute(
    tx,
  )
}

// ─── Une coopérative arrive ──────────────────────────────────────────────────────────────────────
export type Candidature = {
  readonly nom: string
  readonly siret: string
  readonly forme: string
  readonly societe: string
  readonly cae: boolean
  readonly nda: string
  readonly adresse: string
  readonly codePostal: string
  readonly ville: string
  readonly prenom: string
  readonly nomPersonne: string
  readonly courriel: string
  readonly pole: string
  readonly cherche: string
  readonly propose: string
}
export const deposerCandidature = async (
  tx: PublicTx,
  keys: Keys,
  id: string,
  c: Candidature,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.deposer_candidature(${id}::uuid, ${chiffrer(keys, 'candidature', id, c)}::bytea, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? false
}
export const lireCandidature = async (
  tx: PublicTx,
  keys: Keys,
  id: string,
  preuve: string,
): Promise<{ readonly faite: boolean; readonly dit: Candidature | undefined } | undefined> => {
  const { rows } = await sql<{
    chiffre: Buffer | null
    faite_le: Date | null
  }>`select chiffre, faite_le from porte.lire_candidature(${id}::uuid, ${Buffer.from(preuve)}::bytea)`.execute(
    tx,
  )
  const l = rows[0]
  return l && { faite: l.faite_le !== null, dit: dechiffrer<Candidature>(keys, 'candidature', id, l.chiffre) }
}
export type Accueil = 'faite' | 'siren-pris' | 'mot-de-passe' | 'perimee'
/** Seule l'adresse à qui le secret est parti ouvre un compte : la base compare les deux. */
export const accueillirCandidature = async (
  tx: PublicTx,
  id: string,
  preuve: string,
  n: {
    readonly organisme: string
    readonly activite: string
    readonly compte: string
    readonly code: string
  },
  c: Candidature,
  cle: { readonly sel: Buffer; readonly parametres: string; readonly derivee: Buffer } | undefined,
  le: Date,
): Promise<Accueil> => {
  const { rows } = await sql<{
    r: Accueil
  }>`select porte.accueillir_candidature(${id}::uuid, ${Buffer.from(preuve)}::bytea, ${n.organisme}::uuid, ${n.activite}::uuid, ${n.code}, ${c.nom}, ${c.forme},
      ${c.societe || null}::text, ${c.cae}, ${c.siret}, ${n.compte}::uuid, ${c.courriel}, ${c.prenom}, ${c.nomPersonne},
      ${cle?.sel ?? null}::bytea, ${cle?.parametres ?? null}::text, ${cle?.derivee ?? null}::bytea, ${c.nda || null}::text, ${c.adresse},
      ${c.codePostal}, ${c.ville}, ${c.pole}, ${c.cherche}, ${c.propose}, ${le}::timestamptz) as r`.execute(
    tx,
  )
  return rows[0]?.r ?? 'perimee'
}

export const purgerPortail = async (tx: PublicTx, le: Date): Promise<number> => {
  const { rows } = await sql<{ n: number }>`select porte.purger_portail(${le}::timestamptz) as n`.execute(tx)
  return rows[0]?.n ?? 0
}
