import { type Faute, type Lecteur, lecteur, rang, sous } from '#kernel/champs.ts'
import { FauteJson, type Json, lireJson, type Objet } from '#kernel/json.ts'
import { ko, ok, type Result } from '#kernel/result.ts'

/** Combien de fautes on dit d’un coup. */
const fautesMax = 50

/** L’objet d’un document JSON ; rien, et la faute notée où elle est, s’il est mal formé ou n’en est pas un. */
export const lireObjet = (l: Pick<Lecteur, 'fauter' | 'objet'>, texte: string): Objet | undefined => {
  let document: Json
  try {
    document = lireJson(texte.replace(/^\uFEFF/, ''))
  } catch (erreur) {
    if (!(erreur instanceof FauteJson)) throw erreur
    const ou = erreur.chemin.reduce<string>((c, k) => (typeof k === 'number' ? rang(c, k) : sous(c, k)), '')
    const ligne = `ligne ${erreur.ligne}`
    return typeof erreur.chemin[0] === 'string' && ou.length <= 200
      ? l.fauter(ou, `ce document JSON est mal formé, ${ligne}. ${erreur.message}`)
      : l.fauter(ligne, `ce document JSON est mal formé. ${erreur.message}`)
  }
  return l.objet(document, 'document')
}

/**
 * Lit un document `{schema, cas: [{id, …}]}`, strictement : à la première faute il n’y a plus de réponse, et toutes sont dites
 * avec leur chemin. Le format peut manquer ; dit, il est celui-là. Deux cas ne portent pas le même identifiant. Les clés que
 * `lireUn` ne demande pas sont ignorées.
 */
export const lireCas = <T>(
  texte: string,
  schema: string,
  preparer: (l: Lecteur, document: Objet) => (cas: Objet, id: string, chemin: string) => T | undefined,
): Result<readonly T[], readonly Faute[]> => {
  const fautes: Faute[] = []
  const l = lecteur(fautes)
  const o = lireObjet(l, texte)
  const cas: T[] = []
  if (o) {
    if (o.has('schema')) l.choix(o.get('schema'), 'schema', [schema], 'format')
    const lireUn = preparer(l, o)
    const vus = new Set<string>()
    cas.push(
      ...l.suite(o.get('cas'), 'cas', (v, chemin) => {
        const c = l.objet(v, chemin)
        if (!c) return undefined
        const id = l.texte(c.get('id'), sous(chemin, 'id'))
        l.unique(vus, id, sous(chemin, 'id'), 'cas')
        return lireUn(c, id ?? '', chemin)
      }),
    )
    if (Array.isArray(o.get('cas')) && (o.get('cas') as readonly Json[]).length === 0)
      l.fauter('cas', 'aucun cas n’est donné.')
  }
  return fautes.length > 0 ? ko(fautes.slice(0, fautesMax)) : ok(cas)
}
