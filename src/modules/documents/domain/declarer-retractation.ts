/** Ce que l’on déclare, et ce que l’on accuse, quand on renonce en ligne à un contrat (C. conso., art. L221-21 et D221-5). */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { saluer, uneLigne } from '#kernel/texte.ts'
import { formaterInstant, type Zone, zones } from '#kernel/zones.ts'

export type Declaration = {
  readonly nom: string
  readonly numero: string
  readonly libelle: string
  readonly organisme: string
  /** Le jour de la signature, à la pendule de l’organisme. */
  readonly signeLe: DateCivile
}

/** L’instant et sa pendule : ce qui se prouve se date sans doute possible. */
export const direHeure = (le: Date, zone: Zone): string => `${formaterInstant(le, zone)} (${zones[zone]})`

const couper = (texte: string, max: number): string =>
  texte.length <= max ? texte : `${texte.slice(0, max - 1).trimEnd()}…`

/** Un nom tient en une ligne : ce qui s’y écrirait d’autre ne part pas, au nom de l’organisme, à une adresse que le lien choisit. */
export const nomDeclare = (nom: string): string => couper(uneLigne(nom), 120)

/** La déclaration même : montrée avant d’être confirmée, gardée mot pour mot, rendue dans l’accusé. 600 signes au plus. */
export const declarer = (d: Declaration): string =>
  `Je renonce au contrat n° ${d.numero}, « ${couper(d.libelle, 160)} », signé le ${formaterDate(d.signeLe, 'complet')} avec ${couper(d.organisme, 160)}. ${nomDeclare(d.nom)}.`

/** L’accusé de réception : son contenu, sa date et son heure, sur un support que l’on garde. */
export const ecrireAccuse = (
  d: Declaration & {
    readonly texte: string
    readonly le: Date
    readonly zone: Zone
    readonly anticipe: boolean
  },
): { readonly objet: string; readonly texte: string } => ({
  objet: `Accusé de réception : vous renoncez au contrat ${d.numero}`,
  texte: `${saluer(nomDeclare(d.nom))}

${d.organisme} a bien reçu votre rétractation, envoyée en ligne le ${direHeure(d.le, d.zone)}. En voici le contenu :

« ${d.texte} »

Le contrat prend fin. ${
    d.anticipe
      ? 'Vous aviez demandé à commencer avant la fin du délai : seule la part déjà suivie reste due.'
      : 'Rien n’est dû, et vous n’avez rien d’autre à faire.'
  } Gardez ce courriel : c’est votre preuve.

${d.organisme}
`,
})

/** À l’organisme, le même jour : sa place se libère, et ce qui était convoqué ne l’est plus. */
export const ecrireAvis = (
  d: Declaration & {
    readonly texte: string
    readonly le: Date
    readonly zone: Zone
    readonly lien: string | undefined
  },
): { readonly objet: string; readonly texte: string } => ({
  objet: `Rétractation reçue en ligne : ${d.numero}, ${couper(nomDeclare(d.nom), 80)}`,
  texte: `Bonjour,

Une rétractation est arrivée le ${direHeure(d.le, d.zone)} :

« ${d.texte} »

Le dossier le dit déjà, ses inscriptions sont rétractées et l’accusé de réception est parti. Prévenez qui anime si la place compte.${d.lien ? `\n\n${d.lien}` : ''}
`,
})
