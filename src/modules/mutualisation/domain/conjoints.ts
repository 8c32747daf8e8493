/**
 * L’accord des responsables conjoints d’un pôle (RGPD, art. 26) : qui répond de quoi devant les personnes dont les coopératives partagent des
 * données, combien de temps, à qui elles s’adressent. Le texte se compose ici et se fige ; changé, il se signe à nouveau.
 */
import { type Refus, refus } from '#kernel/refus.ts'
import { MOIS_D_UN_APPEL } from './appels.ts'
import { MOIS_AU_PLUS, MOIS_D_AUDIT } from './dossier-remis.ts'
import { MOIS_D_UN_RETOUR } from './retours.ts'

/** Ce qui se partage, et combien de temps. Les durées que la base tient sont les siennes ; les autres disent jusqu’à quoi. */
export const dureesPartagees: readonly (readonly [genre: string, duree: string])[] = [
  [
    'La fiche du vivier, ses compétences, ses demi-journées',
    'jusqu’à ce que la personne retire son accord, efface sa fiche ou quitte sa coopérative ; à l’instruction suivante, plus personne ne les lit',
  ],
  ['La date et la version de chaque accord', 'tant que le compte de la personne existe'],
  ['Une demande à joindre', 'jusqu’à l’effacement de la fiche'],
  [
    'Un appel, et ses réponses qui n’ont pas donné de mission ferme',
    `${MOIS_D_UN_APPEL} mois après la date limite de l’appel, puis ils s’effacent ; une réponse, avant, si la personne efface sa fiche`,
  ],
  [
    'Une copie remise pour une mission, que la coopérative qui reçoit n’a pas rangée',
    'jusqu’au retrait de l’accord, à la fin d’une mission annulée, ou au terme que la personne choisit',
  ],
  [
    'Une copie remise pour une mission, rangée aux registres de la coopérative qui reçoit',
    `jusqu’au terme que la personne choisit, pour l’audit : ${MOIS_D_AUDIT} mois après la mission, proposés ; ${MOIS_AU_PLUS} mois après la remise, au plus. Le retrait de l’accord ne l’efface pas avant ; une mission annulée avant de commencer l’efface dès le lendemain`,
  ],
  [
    'Le journal des ouvertures de cette copie : qui l’a ouverte, et quand',
    'gardé comme une preuve, après l’effacement de la copie aussi ; il ne dit rien de ce qu’elle contenait',
  ],
  [
    'Une mission ferme : qui, quand, à quel prix, son contrat, ses signatures, son constat',
    'dix ans après la clôture de l’exercice, comme les pièces comptables (C. com., L123-22)',
  ],
  ['Une écriture du compte courant', 'dix ans, de même ; elle ne nomme personne'],
  [
    'Un retour écrit sur une mission, et la réponse de la personne',
    `${MOIS_D_UN_RETOUR} mois, puis les deux s’effacent ; avant, si la personne ou qui l’a écrit l’ôte`,
  ],
  ['Le nom des auteurs d’un document mis en commun', 'tant que le document, ou une copie, existe'],
]

export type ArticleConjoint = readonly [titre: string, texte: string]

/** Le texte proposé. `contact` : où les personnes écrivent. */
export const articlesConjoints = (pole: string, contact: string): readonly ArticleConjoint[] => [
  [
    'Ce que nous décidons ensemble',
    `Les coopératives de « ${pole} » décident ensemble pour quoi, et comment, elles partagent des données de personnes par Coforme : le vivier, les appels, les missions, les retours, les documents mis en commun. Elles en sont responsables conjointes (RGPD, art. 26). Pour tout le reste, chacune est seule responsable de ses données.`,
  ],
  [
    'Pour quoi, et sur quel fondement',
    'Faire connaître qui sait faire quoi, et quand : consentement de la personne, partage par partage, au texte lu, retirable à tout moment (art. 6, 1, a). Confier une mission et la payer : contrat (art. 6, 1, b). Garder le contrat et les comptes : obligation légale (art. 6, 1, c).',
  ],
  [
    'Qui lit quoi',
    'Une coopérative du pôle lit ce que la personne a accepté de lui montrer, et rien d’autre ; une autre coopérative, l’Union et le public n’en lisent rien, sauf la fiche qu’une personne rend elle-même publique. Aucune note, aucun classement, aucune liste de personnes à écarter. Personne ne transmet ces données à un tiers.',
  ],
  [
    'Qui répond de quoi',
    'La coopérative d’une personne l’informe avant qu’elle écrive sa fiche, reçoit ses demandes, y répond dans le mois (art. 12, 3) et conduit l’effacement. Celle qui reçoit une mission répond de ce qu’elle en écrit. Celle qui apprend une violation de données le dit aux autres le jour même ; la coopérative dont les données sont touchées la notifie à la CNIL dans les soixante-douze heures (art. 33). L’instance de Coforme est un sous-traitant : son contrat est celui de chaque coopérative (art. 28).',
  ],
  [
    'À qui s’adresser',
    `Une personne écrit à ${contact}, ou à la coopérative de son choix : chacune doit lui répondre (art. 26, 3). Elle peut aussi se plaindre à la CNIL.`,
  ],
  ['Combien de temps', dureesPartagees.map(([quoi, duree]) => `${quoi} : ${duree}.`).join('\n\n')],
  [
    'Un retour écrit',
    'Seule la coopérative qui a reçu une mission faite écrit un retour, une fois, sur cette mission. La personne seule le lit ; elle y répond, l’efface, ou choisit de le montrer avec sa réponse. Aucune note des stagiaires n’y entre.',
  ],
  [
    'Effacer',
    'Une personne efface sa fiche : ses compétences, ses demandes, ses retours et ses réponses sans mission s’effacent aussi. Les contrats et les comptes restent le temps que la loi demande, et ne servent plus qu’à cela.',
  ],
  [
    'Entrer, sortir, changer',
    'Une coopérative entre en signant ce texte. Sortie du pôle, elle ne lit plus rien des autres ; ce qu’elle doit garder suit l’article « Combien de temps ». Un texte changé est une version de plus, que chacune signe.',
  ],
]

export type AccordConjoint = {
  readonly pole: string
  readonly nomDuPole: string
  readonly code: string
  /** Il se lit sans compte. */
  readonly public: boolean
  readonly rang: number | null
  readonly contact: string | null
  readonly texte: readonly ArticleConjoint[] | null
  readonly ecritLe: Date | null
  /** Chaque coopérative, et quand elle l’a signé. */
  readonly signataires: readonly (readonly [nom: string, le: string])[]
  /** Combien de coopératives du pôle ne l’ont pas signé. */
  readonly manquent: number
  readonly signeLe: Date | null
  /** On peut en écrire une version. */
  readonly anime: boolean
}
export type AccordPublie = Required<
  Pick<AccordConjoint, 'nomDuPole' | 'rang' | 'contact' | 'texte' | 'ecritLe' | 'signataires'>
>

const phrases: Readonly<Record<string, string>> = {
  refuse: 'La direction seule en décide ; l’écrire revient à celle qui anime le pôle.',
  introuvable: 'Cet accord n’est pas encore écrit.',
  depasse: 'Une autre version est arrivée entre-temps : relisez-la.',
}
/** Rien : ce mot n’est pas un refus. */
export const direRefusDeConjoint = (code: string): Refus | undefined => {
  const phrase = Object.hasOwn(phrases, code) ? phrases[code] : undefined
  return phrase ? refus(code, phrase) : undefined
}
