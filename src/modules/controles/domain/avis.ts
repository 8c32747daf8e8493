import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { formaterCreneau } from '#kernel/heures.ts'

/** Qui apprend une absence : l’acheteur (employeur, donneur d’ordre), ou le financeur d’un dossier. */
export type GenreAvis = 'avis-employeur' | 'avis-financeur'

/** Une absence établie, sur une feuille close : elle ne changera plus sans laisser de trace. */
export type AbsenceEtablie = {
  readonly session: string
  readonly activite: string
  readonly seance: string
  readonly jour: DateCivile
  readonly debut: number
  readonly fin: number
  readonly inscription: string
  readonly prenom: string
  readonly nom: string
}
export type Destinataire = {
  readonly genre: GenreAvis
  readonly inscription: string
  readonly entreprise: string
  readonly nom: string
  readonly courriel: string | null
  /** Le dossier chez lui : bon de commande, numéro d’accord. */
  readonly reference: string | null
}
export type Avis = {
  readonly genre: GenreAvis
  readonly entreprise: string
  readonly nom: string
  readonly courriel: string | null
  readonly reference: string | null
  readonly absences: readonly AbsenceEtablie[]
}

export const cleAvis = (entreprise: string, a: Pick<AbsenceEtablie, 'inscription' | 'seance'>): string =>
  `${entreprise}:${a.inscription}:${a.seance}`

/** Retenu par un arrêt puis redit, un avis se note à nouveau : « clé », puis « clé#2 ». */
export const cleRedite = (cle: string, fois: number): string => (fois === 0 ? cle : `${cle}#${fois + 1}`)
export const cleSimple = (cle: string): string => cle.replace(/#\d+$/, '')

/** Un message par destinataire, pour ce qui ne lui a pas encore été dit. */
export const preparerAvis = (
  absences: readonly AbsenceEtablie[],
  destinataires: readonly Destinataire[],
  deja: ReadonlySet<string>,
): readonly Avis[] => {
  const avis = new Map<string, Avis>()
  for (const d of destinataires)
    for (const a of absences) {
      if (a.inscription !== d.inscription || deja.has(`${d.genre} ${cleAvis(d.entreprise, a)}`)) continue
      const cle = `${d.genre} ${d.entreprise}`
      const connu = avis.get(cle)
      if (connu?.absences.includes(a)) continue
      avis.set(cle, { ...(connu ?? d), absences: [...(connu?.absences ?? []), a] })
    }
  return [...avis.values()]
}

/**
 * Le texte, tel qu’il part. Il dit qui, quand, et rien de plus : jamais le motif d’une absence, qui est souvent une donnée de
 * santé (RGPD, art. 9), ni ce que la personne a dit.
 */
export const ecrireAvis = (
  avis: Avis,
  session: { readonly intitule: string; readonly numero: string },
  maison: string,
): { readonly objet: string; readonly texte: string } => {
  const lignes = avis.absences
    .toSorted((a, b) => (a.jour === b.jour ? a.debut - b.debut : a.jour < b.jour ? -1 : 1))
    .map(
      (a) =>
        `– ${a.prenom} ${a.nom}\u00a0: ${formaterDate(a.jour, 'complet')}, ${formaterCreneau(a.debut, a.fin)}`,
    )
  return {
    objet: `Absence en formation\u00a0: ${session.intitule}`,
    texte: `Bonjour,

${avis.absences.length > 1 ? 'Ces demi-journées n’ont pas été suivies' : 'Cette demi-journée n’a pas été suivie'} à «\u00a0${session.intitule}\u00a0» (session ${session.numero})${avis.reference ? `, votre référence ${avis.reference}` : ''}\u00a0:

${lignes.join('\n')}

Les heures non suivies ne sont ni certifiées ni facturées comme des heures de formation. Ce message ne dit pas le motif de l’absence.

${maison}
`,
  }
}
