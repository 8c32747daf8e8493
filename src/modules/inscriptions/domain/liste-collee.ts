/** Une liste collée d’un courriel ou d’un tableur : une personne par ligne, « Prénom Nom courriel ». */
import { plier, rogner, tronquer, uneLigne } from '#kernel/texte.ts'

/** `faute` : la ligne n’a pas livré un prénom et un nom ; ce qu’elle disait est gardé, à compléter. */
export type LigneLue = {
  readonly prenom: string
  readonly nom: string
  readonly courriel: string
  readonly faute?: string
}
/** Ce qu’on reconnaît d’une personne déjà écrite dans le formulaire. */
export type LigneEcrite = Pick<LigneLue, 'prenom' | 'nom' | 'courriel'>

const capitales = (mot: string) => /\p{L}{2}/u.test(mot) && mot === mot.toLocaleUpperCase('fr')

/**
 * Des colonnes (tabulation, point-virgule, virgule) disent prénom puis nom. Sans colonnes : les mots tout en capitales
 * sont le nom (« Anne Marie LE GALL », « LE GALL Anne »), sinon le premier mot est le prénom. Le courriel est le mot
 * qui a une arobase, où qu’il soit ; des chevrons autour s’ôtent.
 */
const lireLigne = (brute: string): LigneEcrite => {
  const colonnes = brute.split(/[\t;,]/).map(uneLigne)
  const nettoyer = (m: string) => rogner(m, /[<>()"',;]/)
  const mail = (m: string) => m.includes('@')
  if (colonnes.filter((x) => x !== '' && !mail(x)).length >= 2) {
    const [prenom = '', nom = ''] = colonnes.filter((x) => x !== '' && !mail(x))
    return { prenom, nom, courriel: nettoyer(colonnes.find(mail) ?? '') }
  }
  const mots = uneLigne(brute.replace(/[\t;,]/g, ' ')).split(' ')
  const courriel = nettoyer(mots.find(mail) ?? '')
  const noms = mots.filter((m) => m !== '' && !mail(m))
  const grands = noms.filter(capitales)
  if (grands.length > 0 && grands.length < noms.length)
    return { prenom: noms.filter((m) => !capitales(m)).join(' '), nom: grands.join(' '), courriel }
  return { prenom: noms[0] ?? '', nom: noms.slice(1).join(' '), courriel }
}

/**
 * Toutes les lignes de la liste, dans l’ordre : celle qui ne se lit pas vient aussi, avec sa faute. Une ligne vide, ou
 * faite des seuls séparateurs d’un tableur, ne compte pas.
 */
export const lireListe = (texte: string): LigneLue[] =>
  texte.split(/\r?\n/).flatMap((brute, i) => {
    if (uneLigne(brute.replace(/[\t;,]/g, ' ')) === '') return []
    const lue = lireLigne(brute)
    return lue.prenom !== '' && lue.nom !== ''
      ? [lue]
      : [
          {
            ...lue,
            faute: `La ligne ${i + 1} de la liste dit seulement « ${tronquer(uneLigne(brute), 60)} ». Écrivez le prénom et le nom.`,
          },
        ]
  })

const ecrit = (courriel: string) => courriel.trim().toLowerCase()
const lisible = (courriel: string) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(courriel)
const nomPlie = (l: LigneEcrite) => `${plier(l.prenom)}\0${plier(l.nom)}`

/**
 * Les lignes collées, rapprochées de ce qui est déjà écrit : coller deux fois la même liste n’y ajoute personne, et n’ôte
 * rien. Deux lignes sont la même personne sous le même nom, si leurs courriels sont le même ou si l’un des deux manque
 * ou ne se lit pas. Le courriel collé ne remplace que celui qui manquait.
 */
export const rapprocher = (
  ecrites: readonly LigneEcrite[],
  lues: readonly LigneLue[],
): {
  readonly ajoutees: readonly LigneLue[]
  /** Le courriel qu’une ligne déjà écrite n’avait pas, par son rang. */
  readonly courriels: ReadonlyMap<number, string>
  readonly deja: number
} => {
  const ajoutees: LigneLue[] = []
  const courriels = new Map<number, string>()
  for (const l of lues) {
    const rang = ecrites.findIndex((e, i) => {
      const sien = ecrit(courriels.get(i) ?? e.courriel)
      const colle = ecrit(l.courriel)
      return nomPlie(e) === nomPlie(l) && (sien === colle || !lisible(sien) || !lisible(colle))
    })
    const ecrite = ecrites[rang]
    if (!ecrite) ajoutees.push(l)
    else if (l.courriel !== '' && !lisible(courriels.get(rang) ?? ecrite.courriel))
      courriels.set(rang, l.courriel)
  }
  return { ajoutees, courriels, deja: lues.length - ajoutees.length }
}
