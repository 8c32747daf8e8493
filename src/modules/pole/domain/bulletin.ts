/** Ce qu'un formulaire dit d'un vote, et ce qu'une décision attend : des lignes de texte aux options, des réponses aux points. */
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { type GenreDeDecision, genresDeDecision, type Voix } from './depouiller.ts'

/** Les options d'une question : fixées par son genre, ou une par ligne (dates, points). De 2 à 20, sans doublon. */
export const lireOptions = (
  genre: GenreDeDecision,
  texte: string,
): Result<readonly string[], Refus<'options'>> => {
  const fixees = genresDeDecision[genre].options
  if (fixees.length > 0) return ok(fixees)
  const lues = [...new Set(texte.split('\n').map((l) => l.trim()))].filter((l) => l !== '')
  if (lues.length < 2 || lues.length > 20)
    return ko(refus('options', 'Écrivez de deux à vingt choix, un par ligne.'))
  if (lues.some((l) => l.length > 200)) return ko(refus('options', 'Un choix tient en 200 signes.'))
  return ok(lues)
}

/**
 * Les réponses d'un bulletin, dans l'ordre des options. Un choix unique : le rang de l'option. Dates : `oui`, `peut-etre`
 * ou `non` à chacune. Points : un nombre à chacune ; vide vaut zéro. Ce qui ne se lit pas devient un choix impossible, que
 * `verifierVoix` refuse.
 */
export const lireBulletin = (
  genre: GenreDeDecision,
  options: readonly string[],
  reponses: readonly string[],
  motif: string,
): Voix => {
  if (genre === 'dates') {
    const points = { oui: 2, 'peut-etre': 1, non: 0 } as const
    return {
      choix: options.map((_, i) => {
        const dit = reponses[i] ?? ''
        return Object.hasOwn(points, dit) ? points[dit as keyof typeof points] : -1
      }),
      motif,
    }
  }
  if (genre === 'points')
    return {
      choix: options.map((_, i) => {
        const dit = (reponses[i] ?? '').trim()
        return dit === '' ? 0 : /^\d{1,3}$/.test(dit) ? Number(dit) : -1
      }),
      motif,
    }
  return { choix: options.map((_, i) => (reponses[0] === String(i) ? 1 : 0)), motif }
}

/** Le bulletin d'une voix donnée, tel que `lireBulletin` le relirait. */
export const relireBulletin = (
  genre: GenreDeDecision,
  choix: readonly number[],
): { readonly reponse: string } | { readonly reponses: readonly { readonly dit: string }[] } => {
  if (genre === 'dates')
    return { reponses: choix.map((n) => ({ dit: n === 2 ? 'oui' : n === 1 ? 'peut-etre' : 'non' })) }
  if (genre === 'points') return { reponses: choix.map((n) => ({ dit: n === 0 ? '' : String(n) })) }
  return { reponse: String(choix.indexOf(1)) }
}

/** Une voix telle qu'on la relit : « Pour », « 12 mars : oui », « veille : 5 points ». */
export const direVoix = (
  genre: GenreDeDecision,
  options: readonly string[],
  choix: readonly number[],
): string => {
  if (genre === 'dates')
    return options
      .map((o, i) => `${o}\u00a0: ${choix[i] === 2 ? 'oui' : choix[i] === 1 ? 'peut-être' : 'non'}`)
      .join(', ')
  if (genre === 'points')
    return options.flatMap((o, i) => ((choix[i] ?? 0) > 0 ? [`${o}\u00a0: ${choix[i]}`] : [])).join(', ')
  return options[choix.indexOf(1)] ?? ''
}
