/** Lire ce qu’une personne a répondu, contre ce qu’on lui a demandé. */
import { formaterDate, lireDate } from '#kernel/dates.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'
import { estPosee, optionsDe, type QuestionPosee } from './contenu.ts'

/** Une réponse gardée ; les cases cochées font plusieurs valeurs, de rang 0, 1, 2… */
export type Valeur = {
  readonly question: string
  readonly rang: number
  readonly code: string | null
  /** Note ou nombre, en millièmes. */
  readonly millemes: number | null
  readonly texte: string | null
}

const vide = { code: null, millemes: null, texte: null }
const attendue = 'Cette réponse est attendue.'

/** « 1 400,5 » : un nombre à la française, à trois décimales au plus, en millièmes. */
export const lireMillemes = (brut: string): number | undefined => {
  const propre = brut.replace(/[ \u00a0\u202f]/g, '').replace(',', '.')
  if (!/^-?\d{1,9}(\.\d{1,3})?$/.test(propre)) return undefined
  return Math.round(Number(propre) * 1000)
}

const lireUne = (q: QuestionPosee, recus: readonly string[]): Result<readonly Valeur[], string> => {
  const brut = (recus[0] ?? '').trim()
  const une = (v: Partial<Valeur>) => ok([{ ...vide, question: q.id, rang: 0, ...v }])
  if (q.genre === 'plusieurs') {
    const voulus = new Set(recus.filter((r) => r !== ''))
    const connus = optionsDe(q).filter((o) => voulus.has(o.value))
    if (connus.length !== voulus.size) return ko('Choisissez parmi les réponses proposées.')
    if (connus.length === 0) return q.obligatoire ? ko('Cochez au moins une réponse.') : ok([])
    return ok(connus.map((o, rang) => ({ ...vide, question: q.id, rang, code: o.value })))
  }
  if (brut === '') return q.obligatoire ? ko(attendue) : ok([])
  switch (q.genre) {
    case 'texte': {
      const taille = [...brut].length
      return taille > 4000
        ? ko(typographier(`Cette réponse compte ${taille} signes, pour 4 000 au plus.`))
        : une({ texte: brut })
    }
    case 'nombre': {
      const millemes = lireMillemes(brut)
      return millemes === undefined ? ko('Écrivez un nombre, par exemple 12 ou 3,5.') : une({ millemes })
    }
    case 'date': {
      const jour = lireDate(brut)
      return jour.ok
        ? une({ texte: jour.value })
        : ko(typographier('Cette date ne se lit pas : écrivez-la ainsi, 22/03/2027.'))
    }
    default: {
      const option = optionsDe(q).find((o) => o.value === brut)
      if (!option) return ko('Choisissez parmi les réponses proposées.')
      return une({ code: brut, ...(q.genre === 'echelle' ? { millemes: Number(brut) * 1000 } : {}) })
    }
  }
}

/**
 * Les valeurs à garder, ou une phrase par question à reprendre. Ce qui répond à une question que sa condition écarte n’est
 * ni exigé, ni gardé : sans script, la page la montrait.
 */
export const lireReponses = (
  questions: readonly QuestionPosee[],
  recus: ReadonlyMap<string, readonly string[]>,
): Result<readonly Valeur[], ReadonlyMap<string, string>> => {
  const fautes = new Map<string, string>()
  const valeurs: Valeur[] = []
  const donnees = new Map<string, readonly string[]>()
  for (const q of questions) {
    if (!estPosee(q, donnees)) continue
    const lu = lireUne(q, recus.get(q.id) ?? [])
    if (!lu.ok) {
      fautes.set(q.id, lu.error)
      // La condition d’une question fautive reste celle que la personne a voulue.
      donnees.set(q.id, recus.get(q.id) ?? [])
      continue
    }
    valeurs.push(...lu.value)
    donnees.set(
      q.id,
      lu.value.flatMap((v) => v.code ?? []),
    )
  }
  if (fautes.size > 0) return ko(fautes)
  if (valeurs.length === 0) return ko(new Map([['', 'Répondez à une question au moins.']]))
  return ok(valeurs)
}

/** L’une de ces réponses demande-t-elle qu’on rappelle la personne ? */
export const alerte = (questions: readonly QuestionPosee[], valeurs: readonly Valeur[]): boolean => {
  const par = new Map(questions.map((q) => [q.id, q]))
  return valeurs.some((v) => v.code !== null && par.get(v.question)?.alerte?.includes(v.code) === true)
}

/** Une réponse telle qu’une personne la lit. */
export const direReponse = (q: QuestionPosee, valeurs: readonly Valeur[]): string => {
  const siennes = valeurs.filter((v) => v.question === q.id)
  const options = optionsDe(q)
  return siennes
    .map((v) => {
      if (v.code !== null) return options.find((o) => o.value === v.code)?.label ?? v.code
      if (v.millemes !== null) return String(v.millemes / 1000).replace('.', ',')
      if (q.genre !== 'date') return v.texte ?? ''
      const jour = lireDate(v.texte ?? '')
      return jour.ok ? formaterDate(jour.value) : (v.texte ?? '')
    })
    .join(', ')
}
