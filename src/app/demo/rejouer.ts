import type { Hono } from 'hono'
import type { Env } from '#web/env.ts'
import { motDePasseDemo } from './comptes.ts'

/**
 * La démonstration se joue par les pages mêmes : chaque donnée est passée par un formulaire, ses règles et son
 * journal. Une personne, sa session, et des envois ; un refus arrête tout, car il dirait une démonstration fausse.
 */
export type Personne = {
  lire(url: string): Promise<string>
  /** Envoie un formulaire, et rend l'adresse où la page renvoie. */
  envoyer(url: string, champs: Readonly<Record<string, string | readonly string[] | Blob>>): Promise<string>
  /** Échange du JSON, comme la page « Signer sans réseau ». */
  echanger<T>(url: string, corps: unknown): Promise<T>
}

/** Un fichier demande un envoi en plusieurs parties ; le reste part comme un formulaire ordinaire. */
const corpsDe = (
  champs: Readonly<Record<string, string | readonly string[] | Blob>>,
): FormData | URLSearchParams => {
  const textes: [string, string][] = []
  const form = new FormData()
  let fichiers = 0
  for (const [nom, valeur] of Object.entries(champs)) {
    if (valeur instanceof Blob) {
      fichiers += 1
      form.append(nom, valeur)
      continue
    }
    // Plusieurs cases d’un même nom : un champ pour chacune.
    for (const v of typeof valeur === 'string' ? [valeur] : valeur) {
      textes.push([nom, v])
      form.append(nom, v)
    }
  }
  return fichiers === 0 ? new URLSearchParams(textes) : form
}

/** Quelqu'un devant un appareil : sans compte d'abord, le témoin que les pages lui donnent ensuite. */
export const devantUnAppareil = (app: Hono<Env>, origine: string): Personne => {
  let temoin = ''
  const demander = (url: string, init: RequestInit = {}) =>
    Promise.resolve(
      app.request(`${origine}${url}`, { ...init, headers: { cookie: temoin, origin: origine } }),
    )
  return {
    lire: async (url) => (await demander(url)).text(),
    echanger: async <T>(url: string, corps: unknown): Promise<T> => {
      const reponse = await demander(url, { method: 'POST', body: JSON.stringify(corps) })
      if (!reponse.ok)
        throw new Error(
          `La démonstration est refusée par ${url} (${reponse.status})\u00a0: ${await reponse.text()}`,
        )
      return (await reponse.json()) as T
    },
    envoyer: async (url, champs) => {
      const reponse = await demander(url, { method: 'POST', body: corpsDe(champs) })
      if (reponse.status !== 303 && !reponse.ok) {
        const page = await reponse.text()
        const dit =
          /role="alert"[\s\S]*?<\/section>/.exec(page)?.[0] ?? /<main[\s\S]*<\/main>/.exec(page)?.[0]
        const lisible = (dit ?? '').replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')
        throw new Error(`La démonstration est refusée par ${url} (${reponse.status})\u00a0: ${lisible}`)
      }
      temoin =
        reponse.headers
          .getSetCookie()
          .find((l) => l.includes('coforme='))
          ?.split(';')[0] ?? temoin
      return reponse.headers.get('location') ?? ''
    },
  }
}

export const entrer = async (app: Hono<Env>, origine: string, courriel: string): Promise<Personne> => {
  const elle = devantUnAppareil(app, origine)
  await elle.envoyer('/connexion', { courriel, motDePasse: motDePasseDemo })
  return elle
}

/** Un texte de page, ses signes rendus. */
export const enClair = (html: string): string =>
  html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
const attribut = (balise: string, nom: string): string | undefined => {
  const lu = new RegExp(`\\s${nom}="([^"]*)"`).exec(balise)?.[1]
  return lu === undefined ? undefined : enClair(lu)
}

/** Ce que le formulaire d'une page enverrait tel quel : pour n'en changer qu'un champ, comme une personne le ferait. */
export const champsDe = (page: string): Record<string, string> => {
  const champs: Record<string, string> = {}
  const main = /<main[\s\S]*<\/main>/.exec(page)?.[0] ?? ''
  for (const [balise] of main.matchAll(/<input\b[^>]*>/g)) {
    const nom = attribut(balise, 'name')
    const cochable = /\stype="(?:checkbox|radio)"/.test(balise)
    if (nom && (!cochable || /\schecked\b/.test(balise))) champs[nom] = attribut(balise, 'value') ?? ''
  }
  for (const [, balise = '', texte = ''] of main.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g))
    champs[attribut(balise, 'name') ?? ''] = enClair(texte.trim())
  for (const [, balise = '', options = ''] of main.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const choisie = /<option\b[^>]*\sselected\b[^>]*>/.exec(options)?.[0]
    champs[attribut(balise, 'name') ?? ''] = choisie ? (attribut(choisie, 'value') ?? '') : ''
  }
  return champs
}

/** L'adresse sans ce qui suit le « ? » ou le « # ». */
export const chemin = (url: string): string => url.split(/[?#]/)[0] ?? ''

/** Le dernier segment d'une adresse : l'identifiant de ce qu'un formulaire vient de créer. */
export const dernier = (url: string): string => chemin(url).split('/').pop() ?? ''

/** Ce que le motif saisit dans le texte, chaque fois une seule, dans l'ordre. */
export const uniques = (texte: string, motif: RegExp): readonly string[] => [
  ...new Set([...texte.matchAll(motif)].flatMap((m) => m[1] ?? [])),
]
