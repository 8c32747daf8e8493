/** Une liste collée d’un courriel ou d’un tableur : une personne par ligne, « Prénom Nom courriel ». */
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { uneLigne } from '#kernel/texte.ts'

export type LigneLue = { readonly prenom: string; readonly nom: string; readonly courriel: string }
export type RefusListe = Refus<'ligne-illisible' | 'liste-longue'> & { readonly ligne?: number }

const capitales = (mot: string) => /\p{L}{2}/u.test(mot) && mot === mot.toLocaleUpperCase('fr')

/**
 * Des colonnes (tabulation, point-virgule, virgule) disent prénom puis nom. Sans colonnes : les mots tout en capitales
 * sont le nom (« Anne Marie LE GALL », « LE GALL Anne »), sinon le premier mot est le prénom. Le courriel est le mot
 * qui a une arobase, où qu’il soit ; des chevrons autour s’ôtent.
 */
const lireLigne = (brute: string): LigneLue | undefined => {
  const colonnes = brute.split(/[\t;,]/).map(uneLigne)
  const nettoyer = (m: string) => m.replace(/^[<("']+|[>)"',;]+$/g, '')
  const mail = (m: string) => m.includes('@')
  if (colonnes.filter((x) => x !== '' && !mail(x)).length >= 2) {
    const [prenom = '', nom = ''] = colonnes.filter((x) => x !== '' && !mail(x))
    return { prenom, nom, courriel: nettoyer(colonnes.find(mail) ?? '') }
  }
  const mots = uneLigne(brute.replace(/[\t;,]/g, ' ')).split(' ')
  const courriel = nettoyer(mots.find(mail) ?? '')
  const noms = mots.filter((m) => m !== '' && !mail(m))
  if (noms.length < 2) return undefined
  const grands = noms.filter(capitales)
  if (grands.length > 0 && grands.length < noms.length)
    return { prenom: noms.filter((m) => !capitales(m)).join(' '), nom: grands.join(' '), courriel }
  return { prenom: noms[0] ?? '', nom: noms.slice(1).join(' '), courriel }
}

/** Toutes les personnes de la liste, ou la première ligne qui ne se lit pas. Les lignes vides ne comptent pas. */
export const lireListe = (texte: string, max: number): Result<LigneLue[], RefusListe> => {
  const lues: LigneLue[] = []
  for (const [i, brute] of texte.split(/\r?\n/).entries()) {
    if (brute.trim() === '') continue
    const lue = lireLigne(brute)
    if (!lue || lue.prenom.length > 100 || lue.nom.length > 100)
      return ko({
        ...refus(
          'ligne-illisible',
          `Ligne ${i + 1} : écrivez « Prénom Nom courriel ». Lu : « ${uneLigne(brute).slice(0, 60)} ».`,
        ),
        ligne: i + 1,
      })
    lues.push(lue)
  }
  if (lues.length > max)
    return ko(refus('liste-longue', `${lues.length} personnes : au plus ${max} à la fois.`))
  return ok(lues)
}
