import type { ActiviteId, Id, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Echecs } from './ralentir.ts'

/** Le sel et les paramètres d'une dérivée, tels que la base les donne, vrais ou fabriqués. */
export type Sel = { readonly sel: Uint8Array; readonly parametres: string }

export type LienLu = {
  readonly usage: 'invitation' | 'reinitialisation' | 'emargement' | 'signature'
  readonly compte: PersonneId | null
  readonly courriel: string | null
  readonly prenom: string | null
  readonly nom: string | null
  readonly aMotDePasse: boolean
  readonly organisme: OrganismeId | null
  readonly organismeNom: string | null
  readonly activite: ActiviteId | null
  readonly objet: string | null
}

export type SecondFacteur = {
  readonly compte: PersonneId
  readonly courriel: string
  readonly etat: 'second-facteur' | 'ouverte'
  readonly chiffre: Uint8Array | null
  readonly actif: boolean
  readonly secours: number
  /** L'heure de la base : dix processus n'ont pas dix heures, et la démonstration peut se tenir un autre jour. */
  readonly maintenant: Date
}

export type NouvelOrganisme = {
  readonly nom: string
  readonly forme: 'scop' | 'scic' | 'cooperative' | 'association' | 'autre'
  /** Attendue pour une société coopérative ; le module organisme l’a vérifié. */
  readonly societe?: 'SARL' | 'SA' | 'SAS' | undefined
  readonly cae?: boolean | undefined
  /** Quatorze chiffres, déjà vérifiés. */
  readonly siret: string
  readonly courriel: string
  readonly prenom: string
  readonly nomPersonne: string
}

/** Les identifiants neufs d'une fondation, et le nom court voulu. */
export type Naissance = NouvelOrganisme & {
  readonly organisme: OrganismeId
  readonly activite: ActiviteId
  readonly compte: PersonneId
  readonly code: string
}

export type MotDePassePose = Sel & { readonly derivee: Uint8Array }

/** Les portes de la base, une question chacune. Toutes prennent l'empreinte d'un secret, jamais le secret. */
export type Portes = {
  sel(courriel: string): Promise<Sel>
  connecter(
    courriel: string,
    derivee: Uint8Array,
    jeton: Uint8Array,
    agent: string,
    retenue: boolean,
  ): Promise<'ouverte' | 'second-facteur' | null>
  /** Lit sous verrou, laisse décider, note : le tout d'un bloc. Rend ce qu'a rendu `decider`. */
  compter<T>(
    cle: Uint8Array,
    decider: (
      echecs: Echecs | undefined,
      maintenant: Date,
    ) => { readonly rendu: T; readonly nombre?: number },
  ): Promise<T>
  noterEchecs(cle: Uint8Array, nombre: number): Promise<void>
  fermer(jeton: Uint8Array): Promise<void>
  /** La session continue sous un autre secret ; rend si elle est retenue, `null` si elle ne vaut plus. */
  tournerJeton(ancien: Uint8Array, neuf: Uint8Array): Promise<boolean | null>
  changerMotDePasse(jeton: Uint8Array, ancienne: Uint8Array, neuf: MotDePassePose): Promise<boolean>
  /** Sans identifiant, toutes les autres. Combien sont fermées ; `null` : ce n’est pas le mot de passe. */
  revoquerSession(jeton: Uint8Array, derivee: Uint8Array, id: string | null): Promise<number | null>
  changerNom(jeton: Uint8Array, prenom: string, nom: string): Promise<boolean>
  secondFacteur(jeton: Uint8Array): Promise<SecondFacteur | undefined>
  /** La base ne vérifie pas le code : elle n’ouvre qu’à qui donne la `preuve` du secret (`totp.preuve`). */
  confirmerSecondFacteur(jeton: Uint8Array, pas: number, preuve: Uint8Array): Promise<boolean>
  employerSecours(jeton: Uint8Array, empreinte: Uint8Array): Promise<boolean>
  proposerSecondFacteur(jeton: Uint8Array, chiffre: Uint8Array): Promise<boolean>
  activerSecondFacteur(
    jeton: Uint8Array,
    derivee: Uint8Array,
    pas: number,
    preuve: Uint8Array,
    secours: readonly Uint8Array[],
  ): Promise<boolean>
  renouvelerSecours(jeton: Uint8Array, derivee: Uint8Array, secours: readonly Uint8Array[]): Promise<boolean>
  retirerSecondFacteur(jeton: Uint8Array, derivee: Uint8Array): Promise<boolean>
  /** Vrai : connu, ou le premier du compte. Faux : neuf, un courriel part. `null` : la session ne vaut plus. */
  reconnaitreAppareil(jeton: Uint8Array, appareil: Uint8Array): Promise<boolean | null>
  lireLien(jeton: Uint8Array): Promise<LienLu | undefined>
  accepterInvitation(
    lien: Uint8Array,
    prenom: string,
    nom: string,
    neuf: MotDePassePose | undefined,
  ): Promise<boolean>
  reinitialiser(lien: Uint8Array, neuf: MotDePassePose): Promise<boolean>
  demanderReinitialisation(courriel: string): Promise<void>
  fonderInstance(naissance: Naissance, motDePasse: MotDePassePose): Promise<string | null>
  creerOrganisme(jeton: Uint8Array, naissance: Naissance): Promise<string | null>
}

/** Ce que les gestes reçoivent du dehors. */
export type Ports = {
  readonly portes: Portes
  deriver(motDePasse: string, sel: Sel): Promise<Uint8Array>
  /** Un secret neuf et ce que la base en garde. */
  nouveauJeton(): { readonly jeton: string; readonly empreinte: Uint8Array }
  empreinteDe(jeton: string): Uint8Array
  /** Empreinte à clé d'un compte ou d'une adresse réseau : la base n'en garde pas d'autre trace. */
  cleDEchec(genre: 'compte' | 'adresse' | 'second-facteur' | 'fondation', valeur: string): Uint8Array
  estCourant(minuscules: string): boolean
  /** Au journal technique : un essai d’entrer, réussi ou non, sans l’adresse de la personne. */
  noter(facteur: 'mot-de-passe' | 'code', issue: string, courriel: string): void
  readonly totp: {
    nouveau(): string
    chiffrer(compte: string, secret: string): Uint8Array
    dechiffrer(compte: string, chiffre: Uint8Array): string | undefined
    pas(secret: string, code: string, instant: Date): number | undefined
    /** Ce que seul qui lit le secret peut dire à la base, qui n’en garde qu’une empreinte. */
    preuve(secret: string): Uint8Array
  }
  readonly secours: { nouveau(): string; empreinte(code: string): Uint8Array }
  /** Ce que la première page demande, hors de la machine même. */
  secretDeFondation(): string
  nouvelId<K extends string>(): Id<K>
}
