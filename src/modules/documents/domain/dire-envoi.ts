import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterHeure, type MinuteDuJour } from '#kernel/heures.ts'
import { saluer } from '#kernel/texte.ts'
import { joursDuLien } from './terme-du-lien.ts'

/** Ce qu’un envoi dit d’une pièce remise : son objet, et ce que la personne lit en l’ouvrant. */
type Dit = {
  readonly titre: string
  readonly objet: string
  /** « votre convocation pour » ; sans lui, le libellé de la pièce dit déjà ce qu’elle est. */
  readonly quoi?: string
  readonly phrase: string
}

const avant: Dit = {
  titre: 'À lire avant votre inscription',
  objet: 'À lire avant votre inscription',
  phrase:
    ' et les pièces qui l’accompagnent. Lisez-les, gardez-les, puis dites par ce lien que vous les avez reçues',
}
const preuve = (nom: string): Dit => ({
  titre: nom,
  objet: nom,
  quoi: `${nom.replace(/^V/, 'v')} pour`,
  phrase: ', signé. Lisez-le, gardez-le, puis dites par ce lien que vous l’avez reçu',
})
// Permis : les mots de chaque envoi, un par genre que l’on remet.
const parGenre: Readonly<Record<string, Dit>> = {
  convocation: {
    titre: 'Votre convocation',
    objet: 'Votre convocation',
    quoi: 'votre convocation pour',
    phrase: ' et les pièces qui l’accompagnent. Gardez-les, puis dites par ce lien que vous les avez reçues',
  },
  'certificat-realisation': preuve('Votre certificat de réalisation'),
  'certificat-intermediaire': preuve('Votre certificat de réalisation d’une période'),
  attestation: preuve('Votre attestation de fin de formation'),
  // Il va au donneur d’ordre, et parle d’une personne qu’il a confiée : le libellé la nomme.
  'extrait-presence': { ...preuve('Un extrait de présence'), quoi: 'l’extrait de présence de' },
}

export const direEnvoi = (genre: string): Dit =>
  Object.hasOwn(parGenre, genre) ? (parGenre[genre] ?? avant) : avant

/** Où et quand l’on attend quelqu’un : tel que sa convocation le fige, ou que la session le dit. */
export type RendezVous = {
  readonly seances: readonly {
    readonly jour: DateCivile
    readonly debutMinutes: MinuteDuJour
    /** Telle que la convocation l’écrit : « sur place », « à distance ». */
    readonly modalite?: string
  }[]
  readonly lieu: string
}

const aDistance = 'à distance'

/** « Nous vous attendons le lundi 12 janvier 2027 à 9 h, salle Duras. » : qui ne lit que le courriel sait où et quand venir. */
export const direRendezVous = ({ seances, lieu }: RendezVous): string => {
  const [premiere] = seances
  const fin = seances.at(-1)?.jour
  if (!premiere || !fin) return ''
  const distantes = seances.filter((s) => s.modalite === aDistance).length
  const dont =
    distantes === 0
      ? ''
      : distantes === seances.length
        ? ', toutes à distance'
        : `, dont ${distantes} à distance`
  const ou = premiere.modalite === aDistance ? aDistance : lieu
  const suite =
    seances.length > 1
      ? ` La formation compte ${seances.length} séances${dont}${fin === premiere.jour ? ' ce jour-là' : `, jusqu’au ${formaterDate(fin, 'complet')}`}.`
      : ''
  return `Nous vous attendons le ${formaterDate(premiere.jour, 'complet')} à ${formaterHeure(premiere.debutMinutes)}${ou ? `, ${ou}` : ''}.${suite}`
}

const dejaEcrit = (quoi: string): string =>
  `Nous vous avons déjà écrit, et vous ${quoi}. Voici un nouveau lien, qui remplace le précédent.`

/** Le courriel qui demande une signature, et celui qui la rappelle. */
export const ecrireDemande = (d: {
  readonly nom: string
  readonly organisme: string
  /** « Convention, CV-2026-0147 ». */
  readonly quoi: string
  readonly libelle: string
  readonly lien: string
  readonly jusquau: DateCivile
  readonly rappel: boolean
}): { readonly objet: string; readonly texte: string } => ({
  objet: `${d.rappel ? 'Rappel. ' : ''}À signer\u00a0: ${d.quoi}`,
  texte: `${saluer(d.nom)}

${d.rappel ? `${dejaEcrit('n’avez pas encore signé')}\n\n` : ''}${d.organisme} vous envoie à signer\u00a0: ${d.quoi}, ${d.libelle}.

${d.lien}

Vous lirez la pièce, puis un code de six chiffres vous sera envoyé à cette adresse pour signer. Le lien n’est qu’à vous et vaut jusqu’au ${formaterDate(d.jusquau, 'complet')}.

${d.organisme}
`,
})

/** Le courriel du code de six chiffres, à l’adresse de la demande et à elle seule. */
export const ecrireCode = (d: {
  readonly nom: string
  /** « la pièce « Convention » n° CV-2026-0147, émise par Langue & Lien ». */
  readonly quoi: string
  readonly code: string
}): { readonly objet: string; readonly texte: string } => ({
  objet: `${d.code} est votre code pour signer`,
  texte: `${saluer(d.nom)}

Voici le code pour signer ${d.quoi}\u00a0:

${d.code}

Il vaut quinze minutes. Si vous n’avez rien demandé, ne faites rien\u00a0: sans ce code, rien ne se signe.
`,
})

/** Le courriel d’une remise dont on attend l’accusé, mot pour mot : ce qui part, et ce qu’un aperçu en montre. */
export const ecrireRemise = (r: {
  readonly nom: string
  readonly organisme: string
  readonly genre: string
  readonly libelle: string
  readonly lien: string
  readonly rendezVous?: RendezVous | undefined
  /** Le dernier jour où le lien vaut ; inconnu d’un aperçu. */
  readonly jusquau?: DateCivile
  /** Un premier message est déjà parti : celui-ci le dit. */
  readonly rappel?: boolean
}): { readonly objet: string; readonly texte: string } => {
  const dit = direEnvoi(r.genre)
  // Le libellé d’une pièce à son nom commence par lui : on ne dit pas à Léonie que c’est la pièce de Léonie.
  const libelle = r.libelle.startsWith(`${r.nom}, `) ? r.libelle.slice(r.nom.length + 2) : r.libelle
  const attente = r.rendezVous ? direRendezVous(r.rendezVous) : ''
  return {
    objet: `${r.rappel ? 'Rappel. ' : ''}${dit.objet}\u00a0: ${libelle}`,
    texte: `${saluer(r.nom)}

${r.rappel ? `${dejaEcrit('n’avez pas encore dit que vous l’aviez reçu')}\n\n` : ''}${attente ? `${attente}\n\n` : ''}${r.organisme} vous remet ${dit.quoi ? `${dit.quoi} ` : ''}«\u00a0${libelle}\u00a0»${dit.phrase}\u00a0:

${r.lien}

Il n’est qu’à vous et vaut ${r.jusquau ? `jusqu’au ${formaterDate(r.jusquau, 'complet')}` : `au moins ${joursDuLien} jours`}.

${r.organisme}
`,
  }
}
