import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { autrePartie, estDe, ficheDe, genresQui, type Partie, viseSansPiece } from './genres.ts'

/** Une pièce qui engage l’organisme envers un client : dans une CAE, rien de cela ne part sans visa. */
export const engage = (genre: string): boolean => estDe(genre, 'engage')

/** Ce qu’une CAE vise : ce qui engage, sur la pièce émise ; factures et avoirs, sur leur projet. */
export const genresVises = [...genresQui('engage'), ...genresQui('viseAvant')]

/** Ce qu’un plafond peut borner : de plus, ce qui se vise ailleurs, avant que sa pièce existe. */
export const genresPlafonnes: readonly string[] = [
  ...genresVises,
  ...genresQui('viseAilleurs'),
  ...Object.keys(viseSansPiece),
]

/** Au-delà, ce qui attend un visa est en retard. */
export const JOURS_AVANT_RAPPEL_DE_VISA = 3
/** Le jour où un visa est dû : celui du premier rappel, ou celui où ce qui attend tombe, s’il vient avant. */
export const termeDeVisa = (
  depuis: Date,
  echeance: Date | null = null,
): { readonly jour: DateCivile; readonly fixe: 'engagement' } => {
  const rappel = ajouterJours(jourLocal(depuis, ZONE_PAR_DEFAUT), JOURS_AVANT_RAPPEL_DE_VISA)
  const tombe = echeance && jourLocal(echeance, ZONE_PAR_DEFAUT)
  return { jour: tombe && tombe < rappel ? tombe : rappel, fixe: 'engagement' }
}
/** Ce que la chose à viser ajoute à son nom quand elle attend : au troisième jour, puis au septième, un avis de plus part. */
export const rappelDeVisa = (depuis: Date, maintenant: Date): string => {
  const jours = (maintenant.getTime() - depuis.getTime()) / 86_400_000
  return jours >= 7
    ? ', depuis plus d’une semaine'
    : jours >= JOURS_AVANT_RAPPEL_DE_VISA
      ? ', depuis plus de trois jours'
      : ''
}

/** Qui doit signer une pièce de ce genre ; personne, si le genre n’est pas des nôtres. */
export const signatairesAttendus = (genre: string): readonly Partie[] => ficheDe(genre)?.signent ?? []

export type EtatVisa =
  | { readonly etat: 'sans-objet' | 'accorde' }
  /** `suite` : accordé, mais il ne vaut pas encore ; ce qui manque, et où le faire. */
  | { readonly etat: 'attendu'; readonly suite?: { readonly phrase: string; readonly href: string } }
  | { readonly etat: 'refuse'; readonly motif: string }

/** Où en sont les demandes qui valent encore ; `refusee-direction` : qui devait signer pour l’organisme a refusé, par son lien. */
export type EtatDemande = 'aucune' | 'envoyee' | 'refusee' | 'refusee-direction'

/** De la plus récente à la plus ancienne : la dernière de chaque partie compte, sauf si elle a signé depuis. */
export const etatDesDemandes = (
  demandes: readonly {
    readonly acte: string
    readonly role: string
    readonly retireeLe: Date | null
    readonly refuseeLe: Date | null
  }[],
  signes: readonly string[],
): EtatDemande => {
  const derniere = (role: Partie) =>
    demandes.find((d) => d.acte === 'signature' && d.role === role && d.retireeLe === null)
  const client = derniere('client')
  if (client?.refuseeLe && !signes.includes('client')) return 'refusee'
  if (!signes.includes('organisme') && derniere('organisme')?.refuseeLe) return 'refusee-direction'
  return client ? 'envoyee' : 'aucune'
}

export type FaitsDeSignature = {
  readonly genre: string
  readonly visa: EtatVisa['etat']
  readonly signes: readonly string[]
  readonly demande: EtatDemande
  readonly remplacee: boolean
  /** Le client a renoncé en ligne au contrat signé. */
  readonly retractee?: boolean
  /** Pourquoi elle ne se signe plus (`PrisesDocuments.perimee`) ; absent : elle vaut. */
  readonly perimee?: string
}

export type EtatPiece =
  | 'retractee'
  | 'remplacee'
  | 'visa-attendu'
  | 'visa-refuse'
  | 'sans-signature'
  | 'a-envoyer'
  | 'attend-client'
  | 'refusee'
  | 'refusee-direction'
  | 'attend-organisme'
  | 'signee'

/** Où en est une pièce : ce que la liste et sa page disent. */
export const etatDePiece = (f: FaitsDeSignature): EtatPiece => {
  const dus = signatairesAttendus(f.genre)
  const manque = dus.filter((p) => !f.signes.includes(p))
  if (f.remplacee) return 'remplacee'
  if (f.retractee) return 'retractee'
  if (dus.length === 0) return 'sans-signature'
  if (manque.length === 0) return 'signee'
  if (engage(f.genre) && f.visa === 'attendu') return 'visa-attendu'
  if (engage(f.genre) && f.visa === 'refuse') return 'visa-refuse'
  if (f.demande === 'refusee-direction' && manque.includes('organisme')) return 'refusee-direction'
  if (!manque.includes('client')) return 'attend-organisme'
  return f.demande === 'refusee' ? 'refusee' : f.demande === 'envoyee' ? 'attend-client' : 'a-envoyer'
}

export const motEtatPiece: Readonly<
  Record<
    EtatPiece,
    {
      readonly forme: 'prouve' | 'partiel' | 'manquant' | 'a-juger' | 'sans-objet' | 'a-venir'
      readonly mot: string
    }
  >
> = {
  remplacee: { forme: 'sans-objet', mot: 'remplacée' },
  retractee: { forme: 'sans-objet', mot: 'signée, puis rétractée' },
  'visa-attendu': { forme: 'a-juger', mot: 'attend le visa' },
  'visa-refuse': { forme: 'manquant', mot: 'visa refusé' },
  'sans-signature': { forme: 'prouve', mot: 'émise' },
  'a-envoyer': { forme: 'a-venir', mot: 'à faire signer' },
  'attend-client': { forme: 'partiel', mot: 'attend le client' },
  refusee: { forme: 'manquant', mot: 'refusée par le client' },
  'refusee-direction': { forme: 'manquant', mot: 'refusée par la direction' },
  'attend-organisme': { forme: 'partiel', mot: 'attend la direction' },
  signee: { forme: 'prouve', mot: 'signée' },
}

/** L’état d’une pièce de ce genre, qui nomme l’autre partie : un client, une coopérative, la personne prêtée. */
export const direEtatPiece = (etat: EtatPiece, genre: string): (typeof motEtatPiece)[EtatPiece] => {
  const { forme, mot } = motEtatPiece[etat]
  return { forme, mot: mot.replace('le client', autrePartie(genre)) }
}

export type RefusDemande = Refus<
  'non-signable' | 'visa-attendu' | 'visa-refuse' | 'remplacee' | 'retractee' | 'deja-signee' | 'perimee'
>

/** Un contrat de mission, un avenant de prêt : la mission dit qui signe, et par quel lien ; ni autre lien, ni papier n’y vaudrait. */
export const verifierVoie = (genre: string): Result<undefined, Refus> =>
  ficheDe(genre)?.objet === 'mission'
    ? refuser(
        'voie',
        'Cette pièce se signe par les liens que la mission envoie : établissez-la à nouveau depuis la page de la mission.',
      )
    : ok(undefined)

/** Peut-on demander, ou recueillir, la signature de cette partie ? */
export const verifierSignable = (
  f: FaitsDeSignature,
  partie: Partie,
  motif = '',
): Result<undefined, RefusDemande> => {
  if (!signatairesAttendus(f.genre).includes(partie))
    return refuser('non-signable', 'Cette pièce n’attend pas cette signature.')
  if (f.remplacee)
    return refuser('remplacee', 'Cette pièce a été remplacée : faites signer celle qui vaut à sa place.')
  if (f.retractee)
    return refuser('retractee', 'Le client a renoncé à ce contrat : il n’attend plus de signature.')
  // Signée du client, elle l’engage : la coopérative la signe, et un avenant dit le reste. D’un papier à plusieurs, non : les autres en signent un autre.
  if (
    f.perimee !== undefined &&
    (!f.signes.includes('client') || ficheDe(f.genre)?.objet === 'activite-commune')
  )
    return refuser('perimee', f.perimee)
  if (f.signes.includes(partie))
    return refuser(
      'deja-signee',
      `${partie === 'client' ? majuscule(autrePartie(f.genre)) : 'L’organisme'} a déjà signé cette pièce.`,
    )
  if (engage(f.genre) && f.visa === 'attendu')
    return refuser(
      'visa-attendu',
      'Cette pièce attend le visa de l’équipe d’appui : rien n’engage la coopérative avant.',
    )
  if (engage(f.genre) && f.visa === 'refuse')
    return refuser('visa-refuse', `L’équipe d’appui a refusé son visa : ${motif || 'voyez-la'}`)
  return ok(undefined)
}

/** Les parties dont la signature peut se demander, ou se recueillir, aujourd’hui. */
export const partiesASigner = (f: FaitsDeSignature): readonly Partie[] =>
  signatairesAttendus(f.genre).filter((p) => verifierSignable(f, p).ok)

/** Quinze minutes, cinq essais par code, dix codes par demande : deviner six chiffres n’y suffit pas. */
export const codeMinutes = 15
export const essaisMax = 5
export const codesMax = 10
/** Un code ne se redemande pas avant une minute. */
const reposSecondes = 60

export type EtatCode = {
  readonly code: string | null
  readonly codeLe: Date | null
  readonly essais: number
  readonly codes: number
}

export const verifierEnvoiDeCode = (
  e: EtatCode,
  maintenant: Date,
): Result<undefined, Refus<'trop-tot' | 'trop-de-codes'>> => {
  if (e.codes >= codesMax)
    return refuser(
      'trop-de-codes',
      'Trop de codes ont été demandés pour cette pièce : écrivez à l’organisme, qui renverra un lien.',
    )
  if (e.codeLe && maintenant.getTime() - e.codeLe.getTime() < reposSecondes * 1000)
    return refuser('trop-tot', 'Un code vient de partir : attendez une minute avant d’en demander un autre.')
  return ok(undefined)
}

export type RefusCode = Refus<'sans-code' | 'code-expire' | 'trop-d-essais' | 'code-faux'>

/** `empreinte` : celle du code saisi. Un code juste mais expiré, ou venu après cinq essais, ne vaut rien. */
export const verifierCode = (
  e: EtatCode,
  empreinte: string,
  maintenant: Date,
): Result<undefined, RefusCode> => {
  if (!e.code || !e.codeLe)
    return refuser('sans-code', 'Demandez d’abord un code : il part par courriel, et vaut quinze minutes.')
  if (e.essais >= essaisMax)
    return refuser('trop-d-essais', 'Cinq codes faux : celui-ci ne vaut plus. Demandez-en un autre.')
  if (maintenant.getTime() - e.codeLe.getTime() > codeMinutes * 60_000)
    return refuser('code-expire', 'Ce code a plus de quinze minutes : il ne vaut plus. Demandez-en un autre.')
  if (e.code !== empreinte)
    return refuser('code-faux', 'Ce code n’est pas celui du dernier courriel. Relisez ses six chiffres.')
  return ok(undefined)
}

export type RefusScan = Refus<'date-a-venir' | 'date-avant-emission'>

/** Le jour lu sur le papier : ni à venir, ni avant que la pièce existe. */
export const verifierScan = (
  dateeDu: DateCivile,
  { emiseLe, aujourdhui }: { readonly emiseLe: DateCivile; readonly aujourdhui: DateCivile },
): Result<undefined, RefusScan> => {
  if (dateeDu > aujourdhui)
    return refuser('date-a-venir', 'Cette date de signature est à venir : écrivez celle du papier.')
  if (dateeDu < emiseLe)
    return refuser(
      'date-avant-emission',
      `La pièce a été émise le ${formaterDate(emiseLe)} : elle n’a pas pu être signée avant.`,
    )
  return ok(undefined)
}

/** `scan` : le papier est joint, ou la remise se tient sans lui. */
export const verifierAccusePapier = (
  d: {
    readonly acte: 'signature' | 'accuse'
    readonly retiree: boolean
    readonly accusee: boolean
    readonly scan: boolean
  },
  recuLe: DateCivile,
  { emiseLe, aujourdhui }: { readonly emiseLe: DateCivile; readonly aujourdhui: DateCivile },
): Result<undefined, Refus> => {
  if (d.acte !== 'accuse' || d.retiree)
    return refuser('pas-une-remise', 'Cet envoi n’attend pas d’accusé de réception.')
  if (d.accusee) return refuser('deja-accusee', 'La réception de cette pièce est déjà accusée.')
  if (recuLe > aujourdhui)
    return refuser('date-a-venir', 'Cette date de réception est à venir : écrivez celle du papier.')
  if (recuLe < emiseLe)
    return refuser(
      'date-avant-emission',
      `La pièce a été émise le ${formaterDate(emiseLe)} : elle n’a pas pu être reçue avant.`,
    )
  if (!d.scan)
    return refuser('scan-attendu', 'Joignez le scan de l’accusé : sans lui, rien ne prouve cette réception.')
  return ok(undefined)
}

/** La phrase même à laquelle on consent : montrée, puis gardée avec la preuve. */
export const phraseDeConsentement = (acte: 'signature' | 'accuse', piece: string, jointes = 0): string =>
  acte === 'accuse'
    ? jointes === 0
      ? `J’ai reçu ${piece}, et je peux la garder.`
      : `J’ai reçu ${piece} et ${jointes > 1 ? 'les pièces jointes' : 'la pièce jointe'}, et je peux les garder.`
    : `J’ai lu ${piece}${jointes === 0 ? ' et' : jointes > 1 ? ' et ses annexes, et' : ' et son annexe, et'} je l’accepte. Je consens à signer en ligne : cette signature m’engage comme sur le papier (code civil, articles 1366 et 1367).`

/** Le prix hors taxes que la pièce engage, s’il y en a un ; sinon rien à comparer au plafond d’une délégation. */
export const montantEngage = (donnees: string): number | null => {
  const lu = JSON.parse(donnees) as { prix?: { totalHT?: unknown } }
  return typeof lu.prix?.totalHT === 'number' ? lu.prix.totalHT : null
}

/** « c•••@exemple.fr » : de quoi reconnaître sa boîte sans la dire à qui tiendrait le lien. */
export const masquerCourriel = (courriel: string): string => courriel.replace(/^(.)[^@]*/, '$1•••')
