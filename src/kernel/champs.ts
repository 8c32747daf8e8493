import { estBissextile, joursDuMois } from '#kernel/dates.ts'
import { type Json, Nombre, type Objet } from '#kernel/json.ts'
import { typographier } from '#kernel/texte.ts'

/** Où et pourquoi : `cas[0].actions[2].seances[0].date`, puis une phrase. */
export type Faute = { readonly chemin: string; readonly phrase: string }

/** Ce qu’une personne a écrit, montré dans une faute. */
export const montrer = (v: Json | undefined): string => {
  if (v instanceof Nombre) return `« ${v.source.slice(0, 40)} »`
  if (typeof v === 'string') return `« ${v.slice(0, 40)} »`
  if (v === null || typeof v === 'boolean') return `« ${v} »`
  return Array.isArray(v) ? 'une liste' : 'un objet'
}

/** `presences.s1`, ou `presences["s 1"]` quand la clé n’est pas un mot. */
export const sous = (chemin: string, cle: string): string =>
  /^[\p{L}\d_$-]+$/u.test(cle)
    ? chemin === ''
      ? cle
      : `${chemin}.${cle}`
    : `${chemin}[${JSON.stringify(cle)}]`
export const rang = (chemin: string, i: number): string => `${chemin}[${i}]`

/** Un jour du calendrier, de l’an 1 à 9999 : les statuts s’ouvrent ou se ferment parfois hors de nos bornes. */
export const jourExiste = (texte: string): boolean => {
  const lu = /^(\d{4})-(\d{2})-(\d{2})$/.exec(texte)
  if (!lu) return false
  const [annee, mois, jour] = [Number(lu[1]), Number(lu[2]), Number(lu[3])]
  if (annee < 1 || mois < 1 || mois > 12 || jour < 1) return false
  return jour <= (mois === 2 && estBissextile(annee) ? 29 : joursDuMois(annee, mois))
}

/** Un décimal exact, réduit : `n / 10 ** decimales`. */
export type Decimal = { readonly n: bigint; readonly decimales: number }

const exposantMax = 30
/** Le décimal exact que ce texte écrit, sans passer par un nombre flottant ; rien s’il n’en écrit pas un. */
export const lireDecimal = (texte: string): Decimal | undefined => {
  const lu = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(texte)
  if (!lu || texte.length > 60) return undefined
  const exposant = Number(lu[4] ?? 0)
  if (Math.abs(exposant) > exposantMax) return undefined
  const apres = lu[3] ?? ''
  const decalage = apres.length - exposant
  let n = BigInt(`${lu[1]}${lu[2]}${apres}`) * 10n ** BigInt(Math.max(0, -decalage))
  let decimales = n === 0n ? 0 : Math.max(0, decalage)
  for (; decimales > 0 && n % 10n === 0n; decimales -= 1) n /= 10n
  return { n, decimales }
}

/** Lit des champs en notant chaque faute ; une valeur absente est une faute déjà notée. */
export const lecteur = (fautes: Faute[]) => {
  const fauter = (chemin: string, phrase: string): undefined => {
    fautes.push({ chemin, phrase: typographier(phrase) })
    return undefined
  }
  const present = (v: Json | undefined, chemin: string): v is Json => {
    if (v === undefined) fauter(chemin, 'ce champ manque.')
    return v !== undefined
  }
  const estObjet = (v: Json | undefined): v is Objet => v instanceof Map

  const objet = (v: Json | undefined, chemin: string): Objet | undefined =>
    !present(v, chemin) || estObjet(v) ? (v as Objet | undefined) : fauter(chemin, 'un objet est attendu.')
  const liste = (v: Json | undefined, chemin: string): readonly Json[] | undefined =>
    !present(v, chemin) || Array.isArray(v)
      ? (v as readonly Json[] | undefined)
      : fauter(chemin, 'une liste est attendue.')
  const texte = (v: Json | undefined, chemin: string): string | undefined => {
    if (!present(v, chemin)) return undefined
    if (typeof v !== 'string') return fauter(chemin, `un texte est attendu, pas ${montrer(v)}.`)
    return v.trim() === '' ? fauter(chemin, 'ce texte est vide.') : v
  }
  const booleen = (v: Json | undefined, chemin: string): boolean | undefined =>
    !present(v, chemin) || typeof v === 'boolean'
      ? (v as boolean | undefined)
      : fauter(chemin, `true ou false est attendu, pas ${montrer(v)}.`)
  const choix = <T extends string>(
    v: Json | undefined,
    chemin: string,
    admis: readonly T[],
    quoi: string,
  ): T | undefined => {
    if (!present(v, chemin)) return undefined
    const lu = v instanceof Nombre ? v.source : v
    const trouve = admis.find((a) => a === lu)
    return trouve ?? fauter(chemin, `${quoi} inconnu : ${montrer(v)}. Admis : ${admis.join(', ')}.`)
  }
  const jour = (v: Json | undefined, chemin: string): string | undefined => {
    if (!present(v, chemin)) return undefined
    if (typeof v !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(v))
      return fauter(chemin, `${montrer(v)} n’est pas une date AAAA-MM-JJ.`)
    return jourExiste(v) ? v : fauter(chemin, `le ${v} n’existe pas au calendrier.`)
  }
  /** Le décimal d’un nombre ou d’un texte ; ne note rien. */
  const decimalDe = (v: Json | undefined): Decimal | undefined =>
    v instanceof Nombre ? lireDecimal(v.source) : typeof v === 'string' ? lireDecimal(v) : undefined
  /** Un nombre entier entre deux bornes comprises, écrit en nombre. */
  const entier = (v: Json | undefined, chemin: string, min: number, max: number): number | undefined => {
    if (!present(v, chemin)) return undefined
    const lu = v instanceof Nombre ? lireDecimal(v.source) : undefined
    if (!lu || lu.decimales > 0) return fauter(chemin, `un nombre entier est attendu, pas ${montrer(v)}.`)
    return lu.n >= BigInt(min) && lu.n <= BigInt(max)
      ? Number(lu.n)
      : fauter(chemin, `${montrer(v)} n’est pas entre ${min} et ${max}.`)
  }
  /** Lit chaque élément d’une liste ; ceux qui sont fautifs sont notés et laissés. */
  const suite = <T>(
    v: Json | undefined,
    chemin: string,
    element: (v: Json, chemin: string, i: number) => T | undefined,
  ): T[] =>
    (liste(v, chemin) ?? []).flatMap((x, i) => {
      const lu = element(x, rang(chemin, i), i)
      return lu === undefined ? [] : [lu]
    })
  /** Note la deuxième occurrence d’un identifiant. */
  const unique = (vus: Set<string>, id: string | undefined, chemin: string, quoi: string): void => {
    if (id === undefined) return
    if (vus.has(id)) fauter(chemin, `${quoi} en double : « ${id.slice(0, 40)} ».`)
    vus.add(id)
  }
  return { fauter, present, objet, liste, suite, texte, booleen, choix, jour, decimalDe, entier, unique }
}

export type Lecteur = ReturnType<typeof lecteur>
